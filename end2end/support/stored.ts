// A person's store as it lies in the browser, byte for byte: written to a file, put into another browser, and told in
// the shape of the first version.
import { createCipheriv, createDecipheriv, createHmac, webcrypto } from 'node:crypto';
import type { Page } from '@playwright/test';
import { decode } from 'cbor2';

/** One person's store. The key objects of the window cannot leave a browser: the code is asked. */
export interface Stored {
  /** The version of the database's shape. */
  version: number;
  person: string;
  /** Values by area and key, as base64. */
  areas: Record<string, [string, string][]>;
  /** The small marks beside it. */
  marks: Record<string, string>;
}

/** A store that is kept as a fixture, and what it is known to hold. */
export interface Kept extends Stored {
  /** The household whose visit waits to be sent. */
  waits: string;
  /** The household whose form was never finished. */
  unfinished: string;
}

const AREAS = ['meta', 'records', 'outbox', 'drafts', 'window', 'aside', 'photos', 'deposit'];

/** Reads the store of this person out of the page's browser. */
export async function takeOut(page: Page, person: string): Promise<Stored> {
  return page.evaluate(
    async ({ person, areas }) => {
      const asked = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((done, fail) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => fail(request.error);
        });
      const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      const database = await asked(indexedDB.open(`ledger-${person}`));
      const stored: Record<string, [string, string][]> = {};
      for (const area of areas) {
        stored[area] = [];
        if (area === 'window') continue;
        const store = database.transaction(area).objectStore(area);
        const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
        stored[area] = keys.map((key, at) => [String(key), base64(new Uint8Array(values[at]))]);
      }
      const { version } = database;
      database.close();
      return { version, person, areas: stored, marks: { ...localStorage } };
    },
    { person, areas: AREAS },
  );
}

/** Puts a store into the page's browser, which must not have one. The page stands at an address without the app. */
export async function putIn(page: Page, stored: Stored): Promise<void> {
  await page.goto('/healthz');
  await page.evaluate(async (stored) => {
    const opening = indexedDB.open(`ledger-${stored.person}`, stored.version);
    opening.onupgradeneeded = () => {
      for (const area of Object.keys(stored.areas)) opening.result.createObjectStore(area);
    };
    const database = await new Promise<IDBDatabase>((done, fail) => {
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => fail(opening.error);
    });
    const writing = database.transaction(Object.keys(stored.areas), 'readwrite');
    for (const [area, entries] of Object.entries(stored.areas)) {
      for (const [key, value] of entries) {
        const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
        writing.objectStore(area).put(bytes, key);
      }
    }
    await new Promise<void>((done, fail) => {
      writing.oncomplete = () => done();
      writing.onabort = () => fail(writing.error);
    });
    database.close();
    for (const [name, mark] of Object.entries(stored.marks)) localStorage.setItem(name, mark);
  }, stored);
}

/** How many values lie in each area. */
export async function counts(page: Page, person: string): Promise<Record<string, number>> {
  const { areas } = await takeOut(page, person);
  return Object.fromEntries(Object.entries(areas).map(([area, entries]) => [area, entries.length]));
}

/**
 * The same store as the first version of the app would have written it: the keys of records and drafts in the clear,
 * and each value bound to its key instead of its name (app/src/phone/sealed.rs, address.rs).
 */
export async function asFirstVersion<S extends Stored>(stored: S, code: string): Promise<S> {
  const key = await dataKey(stored, code);
  const areas = { ...stored.areas };
  for (const area of ['records', 'drafts']) {
    areas[area] = (stored.areas[area] ?? []).map(([name, value]) => {
      const text = open(key, bound('ledger2', area, name), Buffer.from(value, 'base64'));
      const length = text.readUInt16BE(0);
      const place = text.subarray(2, 2 + length).toString('utf8');
      const sealed = seal(key, bound('ledger1', area, place), text.subarray(2 + length), nonceOf(place));
      return [place, sealed.toString('base64')];
    });
  }
  areas['meta'] = (stored.areas['meta'] ?? []).filter(([name]) => name !== 'keys_hidden');
  return { ...stored, version: 1, areas };
}

function bound(format: string, area: string, place: string): Buffer {
  return Buffer.from([format, area, place].join('\0'), 'utf8');
}

/** The key under the lock of this code (app/src/phone/keyring.rs). */
async function dataKey(stored: Stored, code: string): Promise<Buffer> {
  const lock = stored.areas['meta']?.find(([name]) => name === 'lock')?.[1];
  if (!lock) throw new Error('the store has no lock');
  const [, rounds, salt, wrapped] = decode<[number, number, Uint8Array, Uint8Array]>(Buffer.from(lock, 'base64'));
  const { subtle } = webcrypto;
  const typed = await subtle.importKey('raw', Buffer.from(code), 'PBKDF2', false, ['deriveKey']);
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt: Buffer.from(salt), iterations: rounds };
  const wrapping = await subtle.deriveKey(derivation, typed, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
  const cipher = {
    name: 'AES-GCM',
    iv: Buffer.from(wrapped.slice(0, 12)),
    additionalData: bound('ledger1', 'code', stored.person),
  };
  return Buffer.from(await subtle.decrypt(cipher, wrapping, Buffer.from(wrapped.slice(12))));
}

const PLACED = 1;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;

/** XChaCha20-Poly1305 of a value: format, nonce, text, tag. */
function open(key: Buffer, boundTo: Buffer, sealed: Buffer): Buffer {
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const [subkey, short] = shortened(key, nonce);
  const opening = createDecipheriv('chacha20-poly1305', subkey, short, { authTagLength: TAG_BYTES });
  const text = sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES);
  opening.setAAD(boundTo, { plaintextLength: text.length });
  opening.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([opening.update(text), opening.final()]);
}

function seal(key: Buffer, boundTo: Buffer, text: Buffer, nonce: Buffer): Buffer {
  const [subkey, short] = shortened(key, nonce);
  const sealing = createCipheriv('chacha20-poly1305', subkey, short, { authTagLength: TAG_BYTES });
  sealing.setAAD(boundTo, { plaintextLength: text.length });
  const sealed = Buffer.concat([sealing.update(text), sealing.final()]);
  return Buffer.concat([Buffer.from([PLACED]), nonce, sealed, sealing.getAuthTag()]);
}

/** Another nonce for each place, and always the same: nothing here is secret. */
function nonceOf(place: string): Buffer {
  return createHmac('sha256', 'a fixture').update(place).digest().subarray(0, NONCE_BYTES);
}

/** HChaCha20: the key and the short nonce that ChaCha20-Poly1305 takes for a long nonce. */
function shortened(key: Buffer, nonce: Buffer): [Buffer, Buffer] {
  const state = new Uint32Array(16);
  state.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
  for (let at = 0; at < 8; at += 1) state[4 + at] = key.readUInt32LE(4 * at);
  for (let at = 0; at < 4; at += 1) state[12 + at] = nonce.readUInt32LE(4 * at);
  const word = (at: number): number => state[at] ?? 0;
  const add = (to: number, from: number, turn: number, by: number): void => {
    state[to] = word(to) + word(from);
    const mixed = word(turn) ^ word(to);
    state[turn] = (mixed << by) | (mixed >>> (32 - by));
  };
  const quarter = (a: number, b: number, c: number, d: number): void => {
    add(a, b, d, 16);
    add(c, d, b, 12);
    add(a, b, d, 8);
    add(c, d, b, 7);
  };
  for (let round = 0; round < 10; round += 1) {
    for (let at = 0; at < 4; at += 1) quarter(at, at + 4, at + 8, at + 12);
    for (let at = 0; at < 4; at += 1) quarter(at, 4 + ((at + 1) % 4), 8 + ((at + 2) % 4), 12 + ((at + 3) % 4));
  }
  const subkey = Buffer.alloc(32);
  for (let at = 0; at < 4; at += 1) {
    subkey.writeUInt32LE(word(at), 4 * at);
    subkey.writeUInt32LE(word(12 + at), 16 + 4 * at);
  }
  return [subkey, Buffer.concat([Buffer.alloc(4), nonce.subarray(16)])];
}
