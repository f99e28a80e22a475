// When the code is asked: the browser closed and opened in airplane mode, an hour without use, a phone left lying.
import type { Page } from '@playwright/test';
import { CODE, enrolled, lock, onToday, unlock } from './support/person.ts';
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

/** The key objects that the browser keeps for the ledger. */
function keys(page: Page): Promise<{ algorithm: string; extractable: boolean }[]> {
  return page.evaluate(async () => {
    const found: { algorithm: string; extractable: boolean }[] = [];
    for (const { name } of await indexedDB.databases()) {
      const opening = indexedDB.open(name ?? '');
      const database = await new Promise<IDBDatabase>((done) => (opening.onsuccess = () => done(opening.result)));
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll();
        await new Promise((done) => (reading.onsuccess = done));
        for (const value of reading.result) {
          if (value instanceof CryptoKey) found.push({ algorithm: value.algorithm.name, extractable: value.extractable });
        }
      }
      database.close();
    }
    return found;
  });
}

test('within the hour the ledger opens without the code, locked it asks for it, and a wrong one is named', async ({ handset, codes }) => {
  const first = await enrolled(await handset.open(), 'P002', codes.get('P002'));
  expect(await keys(first), 'what opens without the code').toEqual([{ algorithm: 'AES-GCM', extractable: false }]);

  await test.step('closed and opened in airplane mode, and locked, which destroys the key', async () => {
    await handset.close();
    const page = await handset.open({ offline: true });
    await page.goto('/');
    await onToday(page);
    await lock(page);
    await expect.poll(() => keys(page), { message: 'what opens without the code' }).toEqual([]);
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

test.describe('where the district has chosen five minutes', () => {
  test.use({ setup: { figures: { unlock_window_minutes: 5 } } });

  test('four minutes open without the code, six do not', async ({ handset, codes }) => {
    await enrolled(await handset.open(), 'P002', codes.get('P002'));
    const enrolledAt = Date.now();
    await handset.close();
    const within = await handset.open({ offline: true, clock: new Date(enrolledAt + 4 * MINUTE_MS) });
    await within.goto('/');
    await onToday(within);
    await handset.close();
    const after = await handset.open({ offline: true, clock: new Date(enrolledAt + 10 * MINUTE_MS) });
    await after.goto('/');
    await expect(after.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
    await unlock(after);
    await onToday(after);
  });
});

test('the unlock code is changed without signal, and the old one opens nothing any more', async ({ handset, codes }) => {
  const NEW_CODE = '730519';
  await enrolled(await handset.open(), 'P002', codes.get('P002'));
  await handset.close();
  const page = await handset.open({ offline: true });
  const change = async (present: string, code: string, again: string): Promise<void> => {
    await page.getByLabel('现在的解锁码').fill(present);
    await page.getByLabel('新解锁码').fill(code);
    await page.getByLabel('再输一次').fill(again);
    await page.getByRole('button', { name: '改解锁码' }).click();
  };

  await test.step('a weak code, a slip and a wrong present code are named', async () => {
    await page.goto('/me/code');
    await change(CODE, '123456', '123456');
    await expect(page.getByRole('alert')).toContainText('太容易猜了');
    await change(CODE, NEW_CODE, '730591');
    await expect(page.getByRole('alert')).toContainText('两次输的不一样');
    await change('204862', NEW_CODE, NEW_CODE);
    await expect(page.getByRole('alert')).toContainText('解锁码不对');
  });

  await test.step('a phone that breaks off in the middle keeps the old code and its window', async () => {
    await page.evaluate(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value, key) {
        if (key === 'lock') throw new DOMException('no room', 'QuotaExceededError');
        return put.call(this, value, key);
      };
    });
    await change(CODE, NEW_CODE, NEW_CODE);
    await expect(page.getByRole('alert')).toContainText('没有空间');
    await page.goto('/');
    await onToday(page);
    await lock(page);
    await unlock(page);
    await expect(page.getByRole('heading', { name: '送达情况' })).toBeVisible();
    await page.goto('/me/code');
  });

  await test.step('the right one changes it, and the phone stays open within the hour', async () => {
    await change(CODE, NEW_CODE, NEW_CODE);
    await expect(page.getByText('解锁码改好了')).toBeVisible();
    await page.goto('/');
    await onToday(page);
  });

  await test.step('only the new code opens, and everything is there', async () => {
    await lock(page);
    await unlock(page);
    await expect(page.getByRole('alert')).toContainText('解锁码不对');
    await unlock(page, NEW_CODE);
    await expect(page.getByRole('heading', { name: '送达情况' })).toBeVisible();
    await page.goto('/households');
    await expect(page.getByRole('status').filter({ hasText: /\d+ 户$/ })).toBeAttached();
  });
});

test('where the browser stores no key objects, the code is changed as well and asked at the next start', async ({ codes, phone }) => {
  const page = await phone();
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (value instanceof CryptoKey) throw new DOMException('no keys here', 'DataCloneError');
      return put.call(this, value, key);
    };
  });
  await enrolled(page, 'P002', codes.get('P002'));
  await page.getByRole('navigation').getByRole('link', { name: '我的' }).click();
  await page.getByRole('link', { name: /^改解锁码/ }).click();
  await page.getByLabel('现在的解锁码').fill(CODE);
  await page.getByLabel('新解锁码').fill('730519');
  await page.getByLabel('再输一次').fill('730519');
  await page.getByRole('button', { name: '改解锁码' }).click();
  await expect(page.getByText('解锁码改好了')).toBeVisible();
  await page.reload();
  await unlock(page, '730519');
  await expect(page.getByRole('heading', { level: 1, name: '改解锁码' })).toBeVisible();
});

test('opened in airplane mode, Me still tells when everything was last exchanged', async ({ handset, codes }) => {
  await enrolled(await handset.open(), 'P002', codes.get('P002'));
  await handset.close();
  const page = await handset.open({ offline: true, clock: new Date(Date.now() + 30 * MINUTE_MS) });
  await page.goto('/me');
  await expect(page.getByText(/无信号。上次连上：(今天|昨天)\s\d+:\d\d/)).toBeVisible();
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
