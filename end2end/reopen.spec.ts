// When the code is asked: the browser closed and opened in airplane mode, an hour without use, a phone left lying.
import { enrolled, lock, onToday, unlock } from './support/person.ts';
import { Handset } from './support/handset.ts';
import { expect, test as base } from './support/test.ts';

const test = base.extend<{ handset: Handset }>({
  handset: async ({ ledger }, use) => {
    const handset = await Handset.buy(ledger.url);
    await use(handset);
    await handset.discard();
    expect(handset.complaints, 'what the console said').toEqual([]);
  },
});

const MINUTE_MS = 60_000;

test('within the hour the ledger opens without the code, locked it asks for it, and a wrong one is named', async ({ handset, codes }) => {
  await enrolled(await handset.open(), 'P002', codes.get('P002'));

  await test.step('closed and opened in airplane mode', async () => {
    await handset.close();
    const page = await handset.open({ offline: true });
    await page.goto('/');
    await onToday(page);
    await lock(page);
  });

  await test.step('locked, closed, and opened in airplane mode', async () => {
    await handset.close();
    const page = await handset.open({ offline: true });
    await page.goto('/households');
    await unlock(page, '204862');
    await expect(page.getByRole('alert')).toContainText('解锁码不对');
    await unlock(page);
    await expect(page.getByRole('heading', { level: 1, name: '农户' })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: /\d+ 户$/ })).toBeAttached();
  });
});

test('after an hour without use the code is asked again', async ({ handset, codes }) => {
  await enrolled(await handset.open(), 'P002', codes.get('P002'));
  await handset.close();
  const page = await handset.open({ offline: true, clock: new Date(Date.now() + 61 * MINUTE_MS) });
  await page.goto('/');
  await expect(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
  await unlock(page);
  await onToday(page);
});

test('an open ledger that nobody touches for an hour locks itself', async ({ codes, phone }) => {
  const page = await phone();
  // Playwright's own clock counts its timers from 10¹², which WebAssembly cannot hold and so cannot clear.
  await page.addInitScript((minute) => {
    const [now, wait] = [Date.now, window.setTimeout];
    Date.now = () => now() + Number(document.documentElement?.dataset['later'] ?? 0);
    const sooner = (act: TimerHandler, ms?: number): number => wait(act, ms === minute ? 2_000 : ms);
    window.setTimeout = sooner as typeof window.setTimeout;
  }, MINUTE_MS);
  const later = (minutes: number) =>
    page.evaluate((ms) => (document.documentElement.dataset['later'] = String(ms)), minutes * MINUTE_MS);

  await enrolled(page, 'P002', codes.get('P002'));
  await later(59);
  await page.waitForResponse('**/api/v1/sync');
  await onToday(page);
  await later(61);
  await expect(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
  await unlock(page);
  await onToday(page);
});
