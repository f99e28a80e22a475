// Checks every colour pair of tokens.css: text 4.5:1, edges of controls and focus ring 3:1. Run: node style/check-contrast.mjs
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const themes = { light: ':root {', dark: ':root[data-theme=dark] {', auto: ':root[data-theme=auto] {', outdoor: ':root[data-theme=outdoor] {' };

/** The custom properties that the first block opened by `head` sets. */
function block(head) {
  const from = css.indexOf(head) + head.length;
  const body = css.slice(from, css.indexOf('}', from)).replace(/\/\*.*?\*\//gs, '');
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
}

/** Relative luminance of `#RRGGBB` as WCAG 2.2 defines it. */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const ratio = (a, b) => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
};

const grounds = ['paper', 'card', 'sunk'];
const inks = ['ink', 'ink-2', 'ink-3', 'act', 'warn', 'stop', 'calm'];
const soft = ['act', 'warn', 'stop', 'calm'];
const text = [
  ...inks.flatMap((ink) => grounds.map((ground) => [ink, ground])),
  ...soft.flatMap((name) => [[name, `${name}-soft`], ['ink', `${name}-soft`], ['ink-2', `${name}-soft`]]),
  ['act-ink', 'act'], ['act-ink', 'act-press'], ['stop-ink', 'stop'], ['on-ink', 'on'], ['on-stop-ink', 'on-stop'], ['paper', 'ink'],
];
const edges = ['edge', 'ring', 'act', 'stop'].flatMap((name) => grounds.map((ground) => [name, ground]));

let failures = 0;
const light = block(themes.light);
for (const [theme, head] of Object.entries(themes)) {
  const tokens = { ...light, ...block(head) };
  let least = [99, ''];
  for (const [pairs, floor] of [[text, 4.5], [edges, 3]]) {
    for (const [front, back] of pairs) {
      const value = ratio(tokens[front], tokens[back]);
      if (floor === 4.5 && value < least[0]) least = [value, `${front} on ${back}`];
      if (value < floor) { failures += 1; console.error(`${theme}: --${front} on --${back} is ${value.toFixed(2)}, needs ${floor}`); }
    }
  }
  console.log(`${theme}: ${text.length + edges.length} pairs, least text contrast ${least[0].toFixed(2)} (${least[1]})`);
}
if (JSON.stringify(block(themes.dark)) !== JSON.stringify(block(themes.auto))) { failures += 1; console.error('dark: the chosen and the followed values differ'); }
process.exit(failures === 0 ? 0 : 1);
