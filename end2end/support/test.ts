// `test` with a server for each test and phones whose consoles are watched.
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { DEMO_PASSWORD, demonstration, importedOffice, invitations } from './districts.ts';
import { seeded } from './seeds.ts';
import { LedgerServer, type Options } from './server.ts';

export { DEMO_PASSWORD, expect };

/** What no console of any page may ever say. */
const NEVER_SAID = /panicked|hydration (error|mismatch)|unreachable|content security policy|trusted type|uncaught|unhandled/i;

/** How long a browser may take to close what a test opened: Chromium now and then never says that it is done when a page
 * is still loading beside its service worker, and that says nothing about the product. */
const CLOSING_LIMIT = 15_000;

/** Characters of the server's log that a failed test shows. */
const LOG_TAIL = 4_000;

/** A desk's window. */
export const DESK = { viewport: { width: 1366, height: 768 }, isMobile: false, hasTouch: false };

/** What the database holds when the server starts: the office's two workbooks, or the invented district. */
export type District = 'office' | 'demo' | 'empty';

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

interface Fixtures {
  /** What the database holds; set with `test.use({ district: 'demo' })`. */
  district: District;
  /** Anything else about the server; set with `test.use({ setup: { env: … } })`. */
  setup: Options;
  /** The running server of this test. */
  ledger: LedgerServer;
  /** The enrolment codes of the office by staff number. */
  codes: ReadonlyMap<string, string>;
  /** Opens a browser of its own, with its own storage, on the server. */
  phone: (options?: ContextOptions) => Promise<Page>;
}

interface Seeds {
  /** The folder with the filled database of a district, filled when it is first asked for, once for all workers. */
  seed: (district: Exclude<District, 'empty'>) => Promise<string>;
}

const FILLED_BY = { office: importedOffice, demo: demonstration };

export const test = base.extend<Fixtures, Seeds>({
  district: ['office', { option: true }],
  setup: [{}, { option: true }],

  seed: [
    async ({}, use) => use((district) => seeded(district, () => LedgerServer.fill(FILLED_BY[district]))),
    { scope: 'worker', timeout: 300_000 },
  ],

  ledger: async ({ setup, district, seed }, use, info) => {
    const from = district === 'empty' ? {} : { from: await seed(district) };
    const server = await LedgerServer.start({ ...from, ...setup });
    await use(server);
    if (info.status !== info.expectedStatus) {
      console.error(`the end of the server's log:\n${server.log.slice(-LOG_TAIL)}`);
    }
    await server.stop();
  },

  codes: async ({ seed }, use) => use(await invitations(await seed('office'))),

  phone: async ({ browser, ledger }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: ledger.url, ...options });
      contexts.push(context);
      watch(context, complaints);
      return context.newPage();
    });
    await Promise.all(contexts.map(closed));
    expect(complaints, 'what the consoles said').toEqual([]);
  },
});

/** Closes a browser; says so where that does not end. */
async function closed(context: BrowserContext): Promise<void> {
  const late = new AbortController();
  const limit = wait(CLOSING_LIMIT, 'late', { signal: late.signal }).catch(() => 'closed');
  const end = await Promise.race([context.close(), limit]);
  late.abort();
  if (end === 'late') console.error(`a browser did not close within ${CLOSING_LIMIT} ms`);
}

/** Collects uncaught errors, and messages that mean a broken page. */
export function watch(context: BrowserContext, complaints: string[]): void {
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (NEVER_SAID.test(message.text())) complaints.push(`${message.type()}: ${message.text()}`);
  });
}
