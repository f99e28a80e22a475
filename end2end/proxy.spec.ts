// Behind a proxy that speaks https for the server: the same work arrives, its mishaps double and lose nothing, and
// what it says of others is believed only where the office has said so.
import { createServer, type Server } from 'node:http';
import { Agent } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { enrol, enrolled, inStep, offline, onToday, syncLine } from './support/person.ts';
import { ReverseProxy } from './support/proxy.ts';
import { outcomes } from './support/push.ts';
import { expectKeptToHttps, expectSafeCookie, test as base } from './support/secure.ts';
import { expect } from './support/test.ts';
import { dueHouseholds, dueRow, logNobodyHome, toToday, visitsInRegister } from './support/visits.ts';
import { ask, type Heard } from './support/wire.ts';

interface Fixtures {
  /** The proxy that people reach; the server trusts it and knows its address. */
  gateway: ReverseProxy;
  /** Every proxy leads to the server of its test. */
  led: void;
}

const test = base.extend<Fixtures>({
  gateway: async ({ certificate }, use) => {
    const gateway = await ReverseProxy.open(certificate);
    await use(gateway);
    await gateway.close();
  },
  setup: async ({ gateway }, use) => use({ env: { LEDGER_ORIGIN: gateway.url, LEDGER_TRUST_PROXY: '127.0.0.1' } }),
  led: [
    async ({ ledger, gateway }, use) => {
      gateway.upstream = ledger.url;
      await use();
    },
    { auto: true },
  ],
});

/** Logs a visit to the first household that is due, from Today and back. */
async function logOne(page: Page): Promise<void> {
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(page, household).click();
  await logNobodyHome(page);
  await toToday(page);
}

test('a visit arrives once, also when the proxy breaks off the answer', async ({ ledger, gateway, codes, phone }) => {
  const page = await enrolled(await phone({ baseURL: gateway.url }), 'P002', codes.get('P002'));
  await expectSafeCookie(page);
  await expectKeptToHttps(page, gateway.url);

  await offline(page, true);
  await page.reload();
  await onToday(page);
  await logOne(page);
  await expect(syncLine(page)).toHaveText('无信号·1 条待送');

  const cut = gateway.cutNextSync();
  await offline(page, false);
  await cut;
  const answer = await page.waitForResponse(async (reply) => (await outcomes(reply)).length > 0);
  expect(await outcomes(answer), 'what was committed before the cut').toEqual([{ duplicate: true }]);
  await inStep(page);
  expect(await visitsInRegister(ledger)).toBe(1);
});

test('a proxy that says 502 to everything loses nothing', async ({ ledger, gateway, codes, phone }) => {
  const page = await enrolled(await phone({ baseURL: gateway.url }), 'P002', codes.get('P002'));
  gateway.lost = true;
  await page.reload();
  await onToday(page);
  const refused = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync') && reply.status() === 502);
  await logOne(page);
  await refused;
  await expect(syncLine(page)).toHaveText('1 条待送');

  gateway.lost = false;
  await page.goto('/me');
  await page.getByRole('button', { name: '立即同步' }).click();
  await inStep(page);
  expect(await visitsInRegister(ledger)).toBe(1);
});

/** A page of another site with a form that posts to this address. */
async function elsewhere(action: string): Promise<Server> {
  const form = `<form method="post" enctype="text/plain" action="${action}"><button>领奖</button></form>`;
  const body = `<!doctype html><meta charset="utf-8">${form}`;
  const site = createServer((_, reply) => reply.setHeader('content-type', 'text/html').end(body));
  // From this machine as well: a browser asks its person before a page from elsewhere may reach into it.
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  return site;
}

test('another site can make the browser ask, and is refused', async ({ gateway, codes, phone }) => {
  const page = await phone({ baseURL: gateway.url });
  await enrol(page, 'P002', codes.get('P002') ?? '');
  await expect(page.getByLabel('再输一次')).toBeVisible();
  const address = `${gateway.url}/api/v1/session`;
  const site = await elsewhere(address);
  const other = await page.context().newPage();
  await other.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  const before = gateway.passed.length;

  await other.evaluate(async (address) => {
    await fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => {});
    await fetch(address, { method: 'DELETE', credentials: 'include' }).catch(() => {});
  }, address);
  await other.getByRole('button', { name: '领奖' }).click();
  await expect(other.getByText('cross_site')).toBeVisible();
  site.close();
  const changing = gateway.passed.slice(before).filter(({ method }) => ['POST', 'DELETE'].includes(method));
  const refused = { method: 'POST', path: '/api/v1/session', status: 403 };
  expect(changing).toMatchObject([refused, refused]);
  for (const { headers } of changing) {
    expect([headers['sec-fetch-site'], headers.cookie]).toEqual(['cross-site', undefined]);
  }

  const own = await page.evaluate((address) => fetch(address, { method: 'POST' }).then((reply) => reply.status), address);
  expect(own, 'the same from our own page is looked at').toBe(415);
  const still = await page.evaluate((address) => fetch(address).then((reply) => reply.text()), address);
  expect(still, 'the session').toContain('P002');
});

test.describe('without a browser', () => {
  test.use({ district: 'empty' });

  test('an Origin is ours by the name that people type, whatever Host says', async ({ ledger, gateway, certificate }) => {
    // Older browsers send `Origin` alone.
    const from = async (origin: string, more = {}): Promise<string> => {
      const headers = { origin, 'content-type': 'application/json', ...more };
      const question = { method: 'POST', headers, body: '{}', ca: certificate.pem };
      const { status } = await ask(`${gateway.url}/api/v1/session`, question);
      return status === 403 ? 'refused' : 'looked at';
    };
    for (const keepsHost of [true, false]) {
      gateway.keepsHost = keepsHost;
      const said = [
        await from(gateway.url),
        await from(gateway.url.replace('https:', 'http:')),
        await from(ledger.url),
        await from('https://elsewhere.example', { 'x-forwarded-host': 'elsewhere.example' }),
      ];
      expect(said, `keeps Host: ${keepsHost}`).toEqual(['looked at', 'refused', 'refused', 'refused']);
    }
  });
});

/** Failures from one address after which it has to wait (server/src/accounts/throttle.rs). */
const FLOOD = 300;
/** Only Linux has all of 127.0.0.0/8 without being told, and so a second proxy at another address. */
const MANY_LOOPBACKS = process.platform === 'linux';
/** How many guesses are under way at once. */
const HANDS = 4;

/** Wrong passwords, each for another account; gives the status that each came back with. */
async function flood(guess: (number: number) => Promise<Heard>): Promise<number[]> {
  const statuses: number[] = [];
  let next = 0;
  const hand = async (): Promise<void> => {
    while (next < FLOOD) statuses.push((await guess(next++)).status);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
  return statuses;
}

test('after a flood the address waits that a trusted proxy names', async ({ gateway, certificate, codes, phone }) => {
  const agent = new Agent({ keepAlive: true });
  const guess = (staff: string, claimed: string): Promise<Heard> => {
    const headers = { 'content-type': 'application/json', 'x-ledger-client': '1', 'x-forwarded-for': claimed };
    const body = JSON.stringify({ staff, password: '不是这个密码，也不是那个' });
    return ask(`${gateway.url}/api/v1/session`, { method: 'POST', headers, body, ca: certificate.pem, agent });
  };
  gateway.client = '198.51.100.7';
  const statuses = await flood((number) => guess(`X${number}`, `203.0.113.${number % 200}`));
  expect(new Set(statuses)).toEqual(new Set([401]));
  const { status, headers } = await guess('X1000', '203.0.113.250');
  expect(status).toBe(429);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);

  const page = await phone({ baseURL: gateway.url });
  await enrol(page, 'P002', codes.get('P002') ?? '');
  await expect(page.getByRole('alert')).toContainText('试得太多了');

  gateway.client = '198.51.100.8';
  expect((await guess('X1001', '198.51.100.7')).status, 'a neighbour who claims to be the first').toBe(401);
  await page.getByRole('button', { name: '开通', exact: true }).click();
  await expect(page.getByLabel('再输一次')).toBeVisible();

  if (!MANY_LOOPBACKS) return;
  gateway.client = '198.51.100.7';
  gateway.calledFrom = '127.0.0.2';
  expect((await guess('X1002', '')).status, 'named by a proxy that is not trusted').toBe(401);
});
