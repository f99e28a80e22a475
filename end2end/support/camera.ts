// Takes pictures of screens: the phone by day, by night and with the largest text, and the desk.
import type { Page } from '@playwright/test';
import type { Screen } from './screens.ts';

/** The day on which all pictures are taken. */
export const DAY = '2026-11-23';
/** The moment that clocks show. */
export const MOMENT = new Date(`${DAY}T10:20:00+08:00`);

const FOLDER = 'screenshots';
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1366, height: 768 };

/** Only screens whose names these words name, `LEDGER_PICTURES='today|four-map'`; all without it. */
const ORDERED = process.env['LEDGER_PICTURES'];

/** Those of a list that were ordered. */
export function ordered(screens: Screen[]): Screen[] {
  const pattern = ORDERED === undefined ? undefined : new RegExp(`^(${ORDERED})$`);
  return pattern ? screens.filter(({ name }) => pattern.test(name)) : screens;
}

/** How a picture is taken. */
interface Film {
  name: string;
  size: { width: number; height: number };
  dark?: boolean;
  text?: 'largest';
}

/** The looks of a screen for the field. */
export const FIELD: Film[] = [
  { name: 'light', size: PHONE },
  { name: 'dark', size: PHONE, dark: true },
  { name: 'largest', size: PHONE, text: 'largest' },
  { name: 'desk', size: DESK },
];

/** The looks of a screen for a desk. */
export const OFFICE: Film[] = [
  { name: 'desk', size: DESK },
  { name: 'desk-dark', size: DESK, dark: true },
  { name: 'light', size: PHONE },
  { name: 'dark', size: PHONE, dark: true },
  { name: 'largest', size: PHONE, text: 'largest' },
];

/** Stops the page's clock at [`MOMENT`], and lets the server's answers show the same. */
export async function stopClocks(page: Page): Promise<void> {
  await page.clock.setFixedTime(MOMENT);
  await page.context().route(/\/api\/v1\/(sync|board)/, async (route) => {
    // What is asked here goes past the browser, and so past its airplane mode.
    const signal = await page.evaluate(() => navigator.onLine).catch(() => false);
    const reply = signal ? await route.fetch().catch(() => undefined) : undefined;
    if (!reply) return route.abort('internetdisconnected');
    return route.fulfill({ response: reply, body: atMoment(await reply.body()) });
  });
}

/** How far from now a time in an answer may lie to count as the server's clock, in milliseconds. */
const NEAR_NOW = 60 * 60 * 1000;
/** How CBOR begins a number of eight bytes. */
const EIGHT_BYTES = 0x1b;

/** The answer, CBOR or JSON, with [`MOMENT`] wherever it tells the time of now. */
function atMoment(body: Buffer): Buffer {
  const json = body.toString('latin1').replace(/"server_time":\d+/, `"server_time":${MOMENT.getTime()}`);
  const bytes = Buffer.from(json, 'latin1');
  for (let at = 0; at + 9 <= bytes.length; at += 1) {
    if (bytes[at] !== EIGHT_BYTES) continue;
    const told = Number(bytes.readBigUInt64BE(at + 1));
    if (Math.abs(told - Date.now()) < NEAR_NOW) bytes.writeBigUInt64BE(BigInt(MOMENT.getTime()), at + 1);
  }
  return bytes;
}

/** Opens a screen once and takes it in each look: as much as the window shows, and the whole length. */
export async function photograph(page: Page, screen: Screen, films: Film[]): Promise<void> {
  const [first] = films;
  if (first) await page.setViewportSize(first.size);
  await screen.open(page);
  for (const film of films) {
    await page.setViewportSize(film.size);
    await page.emulateMedia({ colorScheme: film.dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    await page.evaluate((text) => (document.documentElement.dataset.text = text), film.text ?? 'normal');
    await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      window.scrollTo(0, 0);
    });
    await page.screenshot({ path: `${FOLDER}/${screen.name}-${film.name}.png` });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    if (height <= film.size.height) continue;
    await page.setViewportSize({ width: film.size.width, height: Math.min(height, 4_000) });
    await page.screenshot({ path: `${FOLDER}/${screen.name}-${film.name}-whole.png` });
  }
}
