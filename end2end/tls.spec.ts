// The server's own TLS: a browser that reaches it by name keeps the app, the work and its distance from others.
import { discardCertificate, newCertificate, servedWith } from './support/certificate.ts';
import { enrolled, inStep, offline, onToday, syncLine } from './support/person.ts';
import { expectKeptToHttps, expectSafeCookie, test as base } from './support/secure.ts';
import { expect } from './support/test.ts';
import { dueHouseholds, dueRow, logNobodyHome, toToday, visitsInRegister } from './support/visits.ts';
import { ask } from './support/wire.ts';

const test = base.extend({
  setup: async ({ certificate }, use) => use({ env: servedWith(certificate) }),
});

test('a visit logged without signal arrives over the server\'s own https', async ({ ledger, codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await expectSafeCookie(page);
  await expectKeptToHttps(page, ledger.url);
  const spoken = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((each) => (each as PerformanceResourceTiming).nextHopProtocol),
  );
  // What the service worker answered from its cache was not spoken at all.
  expect(new Set(spoken.filter(Boolean))).toEqual(new Set(['h2']));

  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await offline(page, true);
  await page.reload();
  await onToday(page);
  await dueRow(page, household).click();
  await logNobodyHome(page);
  await toToday(page);
  await expect(syncLine(page)).toHaveText('无信号·1 条待送');

  await offline(page, false);
  await inStep(page);
  expect(await visitsInRegister(ledger)).toBe(1);
});

test('a certificate that the phone does not believe loses nothing', async ({ ledger, certificate, codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  const other = await newCertificate();
  await ledger.interrupt();
  await ledger.resume(servedWith(other));

  await page.goto('/');
  await onToday(page);
  await dueRow(page, household).click();
  const refused = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/v1/sync'));
  await logNobodyHome(page);
  expect((await refused).failure()?.errorText).toContain('ERR_CERT_AUTHORITY_INVALID');
  await page.goto('/me');
  await expect(page.getByRole('link', { name: /^1 ?待送/ })).toBeVisible();

  await ledger.interrupt();
  await ledger.resume(servedWith(certificate));
  await discardCertificate(other);
  await page.getByRole('button', { name: '立即同步' }).click();
  await inStep(page);
  expect(await visitsInRegister(ledger)).toBe(1);
});

test.describe('without a browser', () => {
  test.use({ district: 'empty' });

  test('HTTP/1.1 is served as well, and nothing without TLS', async ({ ledger, certificate }) => {
    const { status, headers } = await ask(ledger.url, { ca: certificate.pem });
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toContain('max-age=');
    await expect(ask(ledger.url.replace('https:', 'http:'))).rejects.toThrow(/Parse Error|socket hang up|ECONNRESET/);
  });
});
