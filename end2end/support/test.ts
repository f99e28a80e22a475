// `test` with a server for each test and phones whose consoles are watched.
import { rm } from 'node:fs/promises';
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { DEMO_PASSWORD, demonstration, importedOffice, invitations } from './districts.ts';
import { LedgerServer, type Options } from './server.ts';

export { DEMO_PASSWORD, expect };

/** What no console of any page may ever say. */
const NEVER_SAID = /panicked|hydration|unreachable|content security policy|trusted type|uncaught|unhandled/i;

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
  office: string;
  demo: string;
}

export const test = base.extend<Fixtures, Seeds>({
  district: ['office', { option: true }],
  setup: [{}, { option: true }],

  office: [async ({}, use) => withFolder(await LedgerServer.fill(importedOffice), use), { scope: 'worker' }],
  demo: [async ({}, use) => withFolder(await LedgerServer.fill(demonstration), use), { scope: 'worker' }],

  ledger: async ({ setup, district, office, demo }, use, info) => {
    const from = { office, demo, empty: undefined }[district];
    const server = await LedgerServer.start(from === undefined ? setup : { from, ...setup });
    await use(server);
    if (info.status !== info.expectedStatus) {
      console.error(`the end of the server's log:\n${server.log.slice(-LOG_TAIL)}`);
    }
    await server.stop();
  },

  codes: async ({ office }, use) => use(await invitations(office)),

  phone: async ({ browser, ledger }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: ledger.url, ...options });
      contexts.push(context);
      watch(context, complaints);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(complaints, 'what the consoles said').toEqual([]);
  },
});

/** Collects uncaught errors, and messages that mean a broken page. */
export function watch(context: BrowserContext, complaints: string[]): void {
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (NEVER_SAID.test(message.text())) complaints.push(`${message.type()}: ${message.text()}`);
  });
}

async function withFolder(folder: string, use: (folder: string) => Promise<void>): Promise<void> {
  await use(folder);
  await rm(folder, { recursive: true, force: true });
}
