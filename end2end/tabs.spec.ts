// Two tabs, quick thumbs, the back key and a reload in the middle of a save: one visit, and no draft that haunts.
import type { Page } from '@playwright/test';
import { enrolled, inStep, lock, offline, onToday, syncLine, unlock } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow } from './support/visits.ts';

/** The visits of a household as its page lists them. */
function visitsOf(page: Page) {
  return page.getByRole('region', { name: '最近走访' }).locator('a[href^="/visits/"]');
}

async function saveButton(page: Page) {
  return page.getByRole('button', { name: '保存', exact: true });
}

/** Makes the disk slow: a transaction that adds to the outbox ends only after a while. */
async function slowDisk(page: Page, ms: number): Promise<void> {
  await page.evaluate((ms) => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      const done = put.call(this, value, key);
      if (this.name === 'outbox') {
        const [until, store] = [Date.now() + ms, this];
        const hold = (): void => {
          if (Date.now() < until) store.get('hold').onsuccess = hold;
        };
        hold();
      }
      return done;
    };
  }, ms);
}

async function household(page: Page): Promise<{ id: string; name: string }> {
  const [found] = await dueHouseholds(page, 1);
  if (!found) throw new Error('no household is due');
  return found;
}

test('a double tap on save is one visit', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const due = await household(page);
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await slowDisk(page, 400);
  const button = await saveButton(page);
  await button.evaluate((save: HTMLButtonElement) => {
    save.click();
    save.click();
    setTimeout(() => save.click(), 100);
  });
  await expect(page.getByText('这次走访存好了')).toBeVisible();
  await inStep(page);
  await expect(visitsOf(page)).toHaveCount(1);
});

test('back in the middle of a save: one visit, the person stays where they went, and no draft is left', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const due = await household(page);
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await slowDisk(page, 700);
  // Saved while the draft of the last words is still on its way.
  await page.getByLabel('谈话内容').fill('水渠清好了。');
  const pushed = page.waitForResponse('**/api/v1/sync');
  await (await saveButton(page)).click();
  await page.goBack();
  await onToday(page);
  await pushed;
  await inStep(page);
  await onToday(page);

  await page.goto(`/households/${due.id}`);
  await expect(visitsOf(page)).toHaveCount(1);
  await page.goto(`/households/${due.id}/visit`);
  await expect(page.getByLabel('谈话内容')).toHaveValue('');
  await expect(page.getByText('接着上次没写完的')).toBeHidden();
});

test('a save that outlasts the timer of its draft leaves no draft', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const due = await household(page);
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await slowDisk(page, 1_500);
  await page.getByLabel('谈话内容').fill('水渠清好了。');
  await (await saveButton(page)).click();
  await expect(page.getByText('这次走访存好了')).toBeVisible();
  await page.goto(`/households/${due.id}/visit`);
  await expect(page.getByLabel('谈话内容')).toHaveValue('');
});

test('a reload in the middle of a save: the visit or its draft, never both and never none', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const households = await dueHouseholds(page, 4);
  await offline(page, true);
  let saved = 0;
  for (const [at, due] of households.entries()) {
    const note = `第${at + 1}户的水渠`;
    await page.goto(`/households/${due.id}/visit`);
    await page.getByRole('button', { name: /^情况无变化/ }).click();
    await page.getByLabel('谈话内容').fill(note);
    await expect(page.getByText('草稿已存手机')).toBeVisible();
    const reloaded = page.waitForEvent('load');
    await (await saveButton(page)).evaluate((save: HTMLButtonElement, ms) => {
      save.click();
      setTimeout(() => location.reload(), ms);
      // The last round has the time that a save takes, so that one is sure to be kept.
    }, at === 3 ? 3_000 : at * 6);
    await reloaded;
    await page.goto(`/households/${due.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(due.name);
    const there = await visitsOf(page).count();
    expect(there).toBeLessThanOrEqual(1);
    saved += there;
    await page.goto(`/households/${due.id}/visit`);
    await expect(page.getByLabel('谈话内容')).toHaveValue(there === 1 ? '' : note);
  }
  await offline(page, false);
  await page.goto('/');
  await inStep(page);
  expect(saved).toBeGreaterThanOrEqual(1);
});

test('two tabs: a change shows in the other, one draft saved in both is one visit, and a lock locks both', async ({ codes, phone }) => {
  const first = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [due, other] = await dueHouseholds(first, 2);
  if (!due || !other) throw new Error('two households are due');
  await offline(first, true);
  await dueRow(first, due).click();
  await first.getByLabel('谈话内容').fill('水渠清好了。');
  await first.getByRole('button', { name: /^情况无变化/ }).click();
  await expect(first.getByText('草稿已存手机')).toBeVisible();

  const second = await first.context().newPage();
  const third = await first.context().newPage();
  await test.step('the draft opens in the second tab, the household in a third', async () => {
    await second.goto(`/households/${due.id}/visit`);
    await expect(second.getByText('接着上次没写完的')).toBeVisible();
    await third.goto(`/households/${due.id}`);
    await expect(visitsOf(third)).toHaveCount(0);
  });

  await test.step('saved in the first, the third shows it', async () => {
    await (await saveButton(first)).click();
    await expect(first.getByText('这次走访存好了')).toBeVisible();
    await expect(visitsOf(third)).toHaveCount(1);
    await expect(syncLine(third)).toHaveText('无信号·1 条待送');
  });

  await test.step('what is typed on in the second is not called kept: its visit is saved', async () => {
    await second.getByLabel('谈话内容').fill('水渠清好了，还剩一段。');
    await expect(second.getByText('草稿还没有存下')).toBeVisible();
  });

  await test.step('saved in the second as well, it is still one, and no draft is left', async () => {
    await (await saveButton(second)).click();
    await expect(second.getByRole('alert')).toContainText('这条走访已经存过了');
    await expect(visitsOf(third)).toHaveCount(1);
    await second.goto(`/households/${due.id}/visit`);
    await expect(second.getByLabel('谈话内容')).toHaveValue('');
  });

  await test.step('both save at once: two visits of two households, both arrive', async () => {
    await first.goto(`/households/${other.id}/visit`);
    await third.goto('/visit/new');
    await third.goto(`/households/${due.id}/visit`);
    for (const page of [first, third]) await page.getByRole('button', { name: /^情况无变化/ }).click();
    await Promise.all([first, third].map(async (page) => (await saveButton(page)).click()));
    for (const page of [first, third]) await expect(page.getByText('这次走访存好了')).toBeVisible();
    await offline(first, false);
    await inStep(first);
    await inStep(third);
    await expect(visitsOf(third)).toHaveCount(2);
  });

  await test.step('locked in one, locked in all', async () => {
    await lock(first);
    for (const page of [second, third]) await expect(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
    await unlock(third);
    await expect(visitsOf(third)).toHaveCount(2);
  });
});

test('what one tab sent, the other calls sent as well', async ({ codes, phone }) => {
  const first = await enrolled(await phone(), 'P002', codes.get('P002'));
  const due = await household(first);
  const second = await first.context().newPage();
  await second.goto(`/households/${due.id}`);
  await inStep(second);
  // The other tab hears of the visit while it is on its way, and finds the way taken.
  let go = (): void => {};
  const heard = new Promise<void>((done) => (go = done));
  await first.context().route('**/api/v1/sync', async (route) => {
    await heard;
    await route.continue();
  });
  await dueRow(first, due).click();
  await first.getByRole('button', { name: /^情况无变化/ }).click();
  await (await saveButton(first)).click();
  await expect(syncLine(second)).toContainText('1 条');
  go();
  await inStep(first);
  await inStep(second);
});
