// The oracle of the sync line: what a screen claims, what the phone's store holds and what the server has, compared.
import type { BrowserContext, Page } from '@playwright/test';
import { rest, type Wall } from './faults.ts';
import { PROTOCOL } from './visits.ts';

/** What a screen said, and what the store held at that very moment. */
export interface Reading {
  /** When, by the clock of this machine. */
  at: number;
  /** The line in the banner; none on a form. */
  said: string | null;
  /** The sentence on Me, and its two numbers. */
  me: { said: string; tallies: number } | null;
  /** Operations that were never answered, and those that need a person. */
  outbox: number;
  /** Operations that this store ever made. */
  made: number;
  device: string;
}

/** What the server has. */
export interface Has {
  /** Operations of this device. */
  operations: number;
  /** The team's newest change. */
  head: number;
}

interface Eye {
  read(): Promise<Reading>;
  seen: Reading[];
}

type Eyed = typeof globalThis & { ledgerEye: Eye };

const ALL_SENT = '已全部送达';
/** What a screen needs to hear of another tab's work, and a tab to hear that nothing is left. */
const HEARD_WITHIN_MS = 1_000;
const SETTLED_WITHIN_MS = 5_000;
const OBSERVER = '01939b7e-0000-7000-8000-0000000000ee';

/** Runs in the page. Reads the store and the screen as one: no tab can write while the reading holds the store. */
function eye(person: string): void {
  const text = (what: string): string | null => document.querySelector(what)?.textContent?.trim() ?? null;
  const line = 'header a.sync [role=status]';
  const digits = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const open = (): Promise<IDBDatabase> =>
    new Promise((done, failed) => {
      const opening = indexedDB.open(`ledger-${person}`);
      opening.onupgradeneeded = () => opening.transaction?.abort();
      opening.onerror = () => failed(new Error('no store'));
      opening.onsuccess = () => {
        opening.result.onversionchange = () => opening.result.close();
        done(opening.result);
      };
    });
  const store = open();
  store.catch(() => {});
  const read = async (): Promise<Reading> => {
    const reading = (await store).transaction(['meta', 'outbox']);
    const outbox = reading.objectStore('outbox').count();
    const device = reading.objectStore('meta').get('device');
    const next = reading.objectStore('meta').get('next_number');
    return new Promise((done, failed) => {
      reading.onabort = () => failed(reading.error);
      next.onsuccess = () => {
        const said = text('#sync p[role=status]');
        const tallies = [...document.querySelectorAll('#sync .tally b')].map((number) => Number(number.textContent));
        const made = Number(new DataView(new Uint8Array(next.result).buffer).getBigUint64(0)) - 1;
        done({
          at: Date.now(),
          said: text(line),
          me: said === null ? null : { said, tallies: tallies.reduce((sum, number) => sum + number, 0) },
          outbox: outbox.result,
          made,
          device: digits(new Uint8Array(device.result)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
        });
      };
    });
  };
  const seen: Reading[] = [];
  let last: string | null = null;
  new MutationObserver(() => {
    const now = text(line);
    if (now === last) return;
    last = now;
    read().then((reading) => seen.push(reading), () => {});
  }).observe(document, { subtree: true, childList: true, characterData: true });
  (globalThis as Eyed).ledgerEye = { read, seen };
}

/** Lets every page that this browser opens from now on be read. The person's store must be there already. */
export async function watchClaims(context: BrowserContext, person: string): Promise<void> {
  await context.addInitScript(eye, person);
}

/** Looks at screen, store and server, and says what does not fit. */
export class Oracle {
  /** Claims held against store and server. */
  comparisons = 0;
  /** Of them, how often all was said to be sent. */
  allSent = 0;
  /** Of them, how often something was said to wait. */
  unsent = 0;
  /** Operations that a person let go and that the server never had. */
  letGo = 0;
  private feed: { epoch?: string; team?: string; cursor: number; reference: string } = { cursor: 0, reference: '' };

  constructor(
    private readonly asking: Page,
    private readonly wall: Wall,
  ) {}

  async read(page: Page): Promise<Reading> {
    return page.evaluate(() => (globalThis as Eyed).ledgerEye.read());
  }

  /** What the server has now. The question writes nothing, and no wall stands in its way. */
  async has(device: string): Promise<Has> {
    const headers = { accept: 'application/json', 'x-ledger-client': '1' };
    const { request } = this.asking.context();
    const data = { protocol: PROTOCOL, device: OBSERVER, ...this.feed };
    const [arrived, answer] = await Promise.all([
      request.get(`/api/v1/devices/${device}`, { headers }),
      request.post('/api/v1/sync', { headers, data }),
    ]);
    if (!arrived.ok() || !answer.ok()) throw new Error(`the server answers ${arrived.status()} and ${answer.status()}`);
    const { epoch, team, cursor, head, reference } = await answer.json();
    this.feed = { epoch, team, cursor, reference: reference?.version ?? this.feed.reference };
    return { operations: (await arrived.json()).operations, head };
  }

  /** Compares every claim since the last look. `acting` is the tab in hand, whose claims are never late. */
  async look(tabs: Page[], acting: Page, savedAt: number): Promise<string[]> {
    const wrong: string[] = [];
    for (const tab of tabs) {
      const [seen, now] = await tab.evaluate(async () => {
        const { seen, read } = (globalThis as Eyed).ledgerEye;
        const now = await read();
        return [seen.splice(0), now] as const;
      });
      const has = await this.has(now.device);
      const late = (reading: Reading): boolean => tab !== acting && Math.abs(reading.at - savedAt) < HEARD_WITHIN_MS;
      const judge = (reading: Reading): string[] => this.overclaims(reading, has, now.made);
      const found = [...seen, now].filter((reading) => !late(reading)).flatMap(judge);
      // The server is asked after each reading: work goes on arriving meanwhile.
      const anew = async (reading: Reading): Promise<string[]> =>
        this.overclaims(reading, await this.has(reading.device), reading.made);
      if (late(now)) found.push(...(await this.soon(tab, anew)));
      if (miscounts(now).length > 0) found.push(...(await this.soon(tab, miscounts)));
      wrong.push(...found.map((fault) => `${name(tab, acting)}: ${fault}`));
    }
    return wrong;
  }

  /** After quiet every open tab has to say that all is sent. */
  async settled(tabs: Page[], acting: Page): Promise<string[]> {
    const wrong: string[] = [];
    for (const tab of tabs) {
      const unsaid = ({ said, outbox }: Reading) =>
        said === null || said === ALL_SENT ? [] : [`${name(tab, acting)}: “${said}” with ${outbox} in the outbox, after quiet`];
      wrong.push(...(await this.soon(tab, unsaid, SETTLED_WITHIN_MS)));
    }
    return wrong;
  }

  /** What is still wrong a moment later. */
  private async soon(
    tab: Page,
    judge: (reading: Reading) => string[] | Promise<string[]>,
    within = HEARD_WITHIN_MS,
  ): Promise<string[]> {
    const end = Date.now() + within;
    for (;;) {
      const wrong = await judge(await this.read(tab));
      if (wrong.length === 0 || Date.now() > end) return wrong;
      await rest(25);
    }
  }

  /** “All sent” needs an empty outbox, a server that has everything, and a phone that has heard the feed to its end. */
  private overclaims(reading: Reading, has: Has, made: number): string[] {
    const claims = [reading.said, reading.me?.said].filter((said) => typeof said === 'string');
    this.comparisons += claims.length;
    this.unsent += claims.filter((said) => counted(said) !== undefined).length;
    const missing = reading.made - this.letGo - has.operations;
    const wrong: string[] = [];
    if (missing > reading.outbox) wrong.push(`${missing} operations are not on the server, ${reading.outbox} in the outbox`);
    for (const said of claims.filter((said) => said.startsWith(ALL_SENT))) {
      this.allSent += 1;
      const found = `outbox ${reading.outbox}, made ${reading.made}, on the server ${has.operations}`;
      if (reading.outbox > 0 || missing > 0) wrong.push(`“${said}”, ${found}`);
      // The feed has moved on since claims that are older than the newest operation.
      if (reading.made < made) continue;
      const { told } = this.wall;
      if (told?.cursor !== told?.head || (told && told.head !== has.head)) {
        wrong.push(`“${said}”, heard up to ${told?.cursor} of ${told?.head}, the server is at ${has.head}`);
      }
    }
    return wrong;
  }
}

function name(tab: Page, acting: Page): string {
  return tab === acting ? 'tab in hand' : 'other tab';
}

/** The number in a state word: what waits, or what needs a person. */
function counted(said: string): number | undefined {
  const number = /(\d+) 条/.exec(said)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Numbers that are not those of the outbox, or that two places give differently. */
function miscounts({ said, me, outbox }: Reading): string[] {
  const wrong: string[] = [];
  const number = said === null ? undefined : counted(said);
  const part = said?.includes('要处理') ?? false;
  if (number !== undefined && (part ? number > outbox : number !== outbox)) wrong.push(`“${said}” with ${outbox} in the outbox`);
  if (me && me.tallies !== outbox) wrong.push(`Me counts ${me.tallies} with ${outbox} in the outbox`);
  if (me && said !== null && !me.said.startsWith(said)) wrong.push(`the banner says “${said}”, Me “${me.said}”`);
  return wrong;
}
