// What whoever holds a phone could read off its disk: every byte of the browser's profile, and words sought in it.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A word found where it should not be. */
export interface Found {
  /** The file, from the profile's folder. */
  file: string;
  /** What was sought. */
  word: string;
  /** In what dress it lay there. */
  dress: string;
}

/** A word in every dress in which a browser might leave it without sealing it. */
function dresses(word: string): [string, Buffer][] {
  const utf8 = Buffer.from(word, 'utf8');
  const plain: [string, Buffer][] = [
    ['UTF-8', utf8],
    ['UTF-16', Buffer.from(word, 'utf16le')],
    ['UTF-16, high byte first', Buffer.from(word, 'utf16le').swap16()],
  ];
  if (encodeURIComponent(word) !== word) plain.push(['an address', Buffer.from(encodeURIComponent(word))]);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word)) {
    const digits = word.replaceAll('-', '');
    plain.push(['bare digits', Buffer.from(digits)], ['16 bytes', Buffer.from(digits, 'hex')]);
  }
  return [...plain, ...plain.flatMap(([name, bytes]) => base64(name, bytes))];
}

/** Base64 at each of the three offsets that a word may have in a longer text, without what depends on its neighbours. */
function base64(name: string, bytes: Buffer): [string, Buffer][] {
  const found: [string, Buffer][] = [];
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replaceAll('=', '');
    const ours = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    // Shorter ones stand in random bytes by chance.
    if (ours.length < 7) continue;
    found.push([`base64 of ${name}`, Buffer.from(ours)]);
    const inAddress = ours.replaceAll('+', '-').replaceAll('/', '_');
    if (inAddress !== ours) found.push([`base64 of ${name}, as in addresses`, Buffer.from(inAddress)]);
  }
  return found;
}

/** Every file below the folder that holds one of the words. Nothing is decompressed. */
export async function scan(folder: string, words: Iterable<string>): Promise<Found[]> {
  const sought = [...words].map((word) => ({ word, dresses: dresses(word) }));
  const found: Found[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    for (const { word, dresses } of sought) {
      const dress = dresses.find(([, dressed]) => bytes.includes(dressed));
      if (dress) found.push({ file: relative(folder, path), word, dress: dress[0] });
    }
  }
  return found;
}
