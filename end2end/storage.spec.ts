// Room on the phone: asked for, run out of, made again; and a store that the browser threw away.
import type { CDPSession, Page } from '@playwright/test';
import { enrolled, handsNothingIn, inStep, offline, onToday, setCode, signInHere, syncLine, unlock } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, logNoChange, save } from './support/visits.ts';

test.setTimeout(240_000);

/** A phone whose room for this site can be taken away and given back. */
async function room(page: Page): Promise<{ none: () => Promise<void>; plenty: () => Promise<void> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  // Chromium asks its quota again only when the room that it was told of before is half a minute old.
  const until = (kept: boolean): Promise<void> =>
    expect.poll(() => page.evaluate(keeps), { timeout: 60_000, intervals: [500] }).toBe(kept);
  return {
    none: async () => {
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
      await until(false);
    },
    plenty: async () => {
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      await until(true);
    },
  };
}

/** Whether the browser keeps a small value for this site now. */
async function keeps(): Promise<boolean> {
  const opening = indexedDB.open('probe');
  opening.onupgradeneeded = () => void opening.result.createObjectStore('probe');
  const opened = await new Promise<boolean>((done) => {
    opening.onsuccess = () => done(true);
    opening.onerror = () => done(false);
  });
  if (!opened) return false;
  const database = opening.result;
  const writing = database.transaction('probe', 'readwrite');
  writing.objectStore('probe').put(new Uint8Array(1_000), 1);
  const kept = await new Promise<boolean>((done) => {
    writing.oncomplete = () => done(true);
    writing.onabort = () => done(false);
  });
  database.close();
  return kept;
}

/** What the browser does to sites when a phone has no room left: everything but cookies and small marks goes. */
async function evict(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const storageTypes = 'indexeddb,cache_storage,service_workers';
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await session.detach();
}

test('the browser is asked to keep the store, and Me shows what it answered', async ({ codes, phone }) => {
  for (const kept of [true, false]) {
    const page = await phone();
    await page.addInitScript((kept) => {
      let asked = 0;
      StorageManager.prototype.persist = async () => ((asked += 1), (document.documentElement.dataset['asked'] = `${asked}`), kept);
      StorageManager.prototype.persisted = async () => kept && asked > 0;
    }, kept);
    await enrolled(page, kept ? 'P002' : 'P003', codes.get(kept ? 'P002' : 'P003'));
    await expect(page.locator('html')).toHaveAttribute('data-asked', '1');
    await page.getByRole('navigation').getByRole('link', { name: '我的' }).click();
    await expect(page.getByText(kept ? '浏览器答应保住资料' : '浏览器没有答应保住资料')).toBeVisible();
    if (!kept) {
      await page.getByRole('button', { name: '请浏览器保住资料' }).click();
      await expect(page.locator('html')).toHaveAttribute('data-asked', '2');
    }
  }
});

test('without room the form stays with its words and says what to do; with room it saves', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [due] = await dueHouseholds(page, 1);
  if (!due) throw new Error('no household is due');
  const disk = await room(page);
  const note = page.getByLabel('谈话内容');
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await expect(page.getByText('草稿已存手机')).toBeVisible();

  await test.step('the draft says that it is not kept', async () => {
    await disk.none();
    await note.fill('水渠清好了。');
    await expect(page.getByText('草稿还没有存下')).toBeVisible();
  });

  await test.step('the save says that there is no room, and the form stays', async () => {
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('手机没有空间了，这条还没有存下。请清出一些空间，再点一次保存。');
    await expect(note).toHaveValue('水渠清好了。');
    await expect(page.getByRole('button', { name: '保存', exact: true })).toBeEnabled();
  });

  await test.step('with room again one more tap saves it, once', async () => {
    await disk.plenty();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('这次走访存好了')).toBeVisible();
    await inStep(page);
    await page.goto(`/households/${due.id}`);
    const visits = page.getByRole('region', { name: '最近走访' }).locator('a[href^="/visits/"]');
    await expect(visits).toHaveCount(1);
  });
});

test('without room nothing is called sent or up to date that is not kept, and it arrives once there is room', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await offline(page, true);
  await logNoChange(page, 0);
  const disk = await room(page);
  await disk.none();
  const answered = page.waitForResponse('**/api/v1/sync');
  await offline(page, false);
  await answered;
  await expect(syncLine(page)).toContainText('1 条待送');
  await disk.plenty();
  await page.goto('/me');
  await page.getByRole('button', { name: '立即同步' }).click();
  await inStep(page);
});

test.describe('the browser threw the store away', () => {
  test('after everything was sent: it is said, and that nothing is missing', async ({ codes, phone }) => {
    const page = await enrolled(await phone(), 'P002', codes.get('P002'));
    await logNoChange(page, 0);
    await inStep(page);
    await evict(page);
    await page.goto('/');
    await expect(page.getByText('浏览器把存在这部手机上的资料清掉了')).toBeVisible();
    await signInHere(page, 'P002');
    await setCode(page);
    await expect(page.getByText('你存过的记录都送到了，一条不少')).toBeVisible();
    await page.getByRole('button', { name: '知道了' }).click();
    await page.reload();
    await onToday(page);
    await expect(page.getByText('清掉过')).toBeHidden();
  });

  test('with two of three records unsent: two are named as missing', async ({ codes, phone }) => {
    let page = await enrolled(await handsNothingIn(await phone()), 'P002', codes.get('P002'));
    await logNoChange(page, 0);
    await inStep(page);
    await offline(page, true);
    await logNoChange(page, 1);
    await logNoChange(page, 2);
    // An open page would still send what it has in memory, as soon as there is signal, and the tool that evicts gives it
    // some: it asks for nothing any more until it is gone.
    await page.evaluate(() => void (window.fetch = () => Promise.reject(new TypeError('gone'))));
    await evict(page);
    const next = await page.context().newPage();
    await page.close();
    page = next;
    await offline(page, false);
    await page.goto('/');
    await signInHere(page, 'P002');
    await setCode(page);
    await expect(page.getByText('其中有 2 条记录没有送到')).toBeVisible();
    await page.reload();
    await expect(page.getByText('其中有 2 条记录没有送到')).toBeVisible();
  });
});

test('the small marks lost, the store there: the unlock code is asked, and unsent work is as it was', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await page.context().route('**/api/v1/sync', (route) => route.abort());
  await logNoChange(page, 0);
  await page.evaluate(() => localStorage.clear());
  await page.goto('/');
  await signInHere(page, 'P002');
  await expect(page.getByText('手机上有 1 条还没有送达')).toBeVisible();
  await unlock(page);
  await onToday(page);
  await expect(syncLine(page)).toContainText('1 条待送');
  await page.context().unroute('**/api/v1/sync');
  await page.goto('/me');
  await page.getByRole('button', { name: '立即同步' }).click();
  await inStep(page);
});
