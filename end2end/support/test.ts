// `test` with a server for each test and phones whose consoles are watched.
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import { LedgerServer, type Options } from './server.ts';

export { expect };

/** What no console of any page may ever say. */
const NEVER_SAID = /panicked|hydration (error|mismatch)|unreachable|content security policy|trusted type/i;

/** Characters of the server's log that a failed test shows. */
const LOG_TAIL = 4_000;

interface Fixtures {
  /** How the database is filled; set with `test.use({ setup: { prepare: … } })`. */
  setup: Options;
  /** The running server of this test. */
  ledger: LedgerServer;
  /** Opens a browser of its own, with its own storage, on the server. */
  phone: () => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  setup: [{}, { option: true }],

  ledger: async ({ setup }, use, info) => {
    const server = await LedgerServer.start(setup);
    await use(server);
    if (info.status !== info.expectedStatus) {
      console.error(`the end of the server's log:\n${server.log.slice(-LOG_TAIL)}`);
    }
    await server.stop();
  },

  phone: async ({ browser, ledger }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: ledger.url });
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
