// A new version of the app finds what an older one left: stores of every released shape open with their queue, their
// drafts and their device, and what waits in them is sent once.
//
// `LEDGER_FIXTURE=write` writes the fixture of the present shape anew: do so when `VERSION` in app/src/phone/store.rs
// is raised, under the new number, and leave the older fixtures as they are.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import {
  CODE,
  enrol,
  enrolled,
  inStep,
  keptForOffline,
  offline,
  onToday,
  setCode,
  signInHere,
  syncLine,
  unlock,
} from './support/person.ts';
import { asFirstVersion, counts, putIn, type Kept, takeOut } from './support/stored.ts';
import { newerSite } from './support/newer.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, toToday, visitsInRegister } from './support/visits.ts';

const FOLDER = resolve('fixtures/stores');
const STAFF = 'P002';
/** What stands in the visit that waits, and in the form that was never finished. */
const WAITS = '水渠清好了，等着送。';
const UNFINISHED = '写到一半，还没有存。';

async function fixtures(): Promise<[string, Kept][]> {
  const files = (await readdir(FOLDER).catch(() => [])).filter((file) => file.endsWith('.json')).sort();
  const read = async (file: string): Promise<[string, Kept]> => [
    file,
    JSON.parse(await readFile(join(FOLDER, file), 'utf8')) as Kept,
  ];
  const stores = await Promise.all(files.map(read));
  // The first released shape was written before there were fixtures: the second one's, told as it would have been.
  const second = stores.find(([, stored]) => stored.version === 2)?.[1];
  return second ? [['the first version', await asFirstVersion(second, CODE)], ...stores] : stores;
}

async function signInAgain(page: Page): Promise<void> {
  await page.goto('/me');
  await expect(syncLine(page)).toContainText('需要重新登录才能送出');
  await signInHere(page, STAFF);
}

test.describe('the fixture of the present shape', () => {
  test.skip(process.env['LEDGER_FIXTURE'] !== 'write', 'written when the shape changes');

  test('is written', async ({ codes, phone }) => {
    const page = await enrolled(await phone(), STAFF, codes.get(STAFF));
    const [waits, unfinished] = await dueHouseholds(page, 2);
    if (!waits || !unfinished) throw new Error('two households are needed');
    await offline(page, true);
    await dueRow(page, waits).click();
    await page.getByRole('button', { name: /^情况无变化/ }).click();
    await page.getByLabel('谈话内容').fill(WAITS);
    await save(page);
    await toToday(page);
    await dueRow(page, unfinished).click();
    await page.getByLabel('谈话内容').fill(UNFINISHED);
    await expect(page.getByText('草稿已存手机')).toBeVisible();
    const stored: Kept = { ...(await takeOut(page, STAFF)), waits: waits.name, unfinished: unfinished.name };
    expect(stored.areas['outbox']).toHaveLength(1);
    expect(stored.areas['drafts']).toHaveLength(1);
    await mkdir(FOLDER, { recursive: true });
    await writeFile(join(FOLDER, `v${stored.version}.json`), `${JSON.stringify(stored, undefined, 1)}\n`);
  });
});

test('stores of every released shape open with what waits in them, and it is sent once', async ({ ledger, codes, phone }) => {
  test.setTimeout(180_000);
  const stores = await fixtures();
  expect(stores.map(([, { version }]) => version)).toEqual(expect.arrayContaining([1, 2, 4]));
  const first = await phone();
  await enrol(first, STAFF, codes.get(STAFF) ?? '');
  await setCode(first);
  await inStep(first);

  for (const [name, stored] of stores) {
    await test.step(name, async () => {
      const page = await phone();
      await putIn(page, stored);
      await page.goto('/');
      await expect(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
      await unlock(page);
      await onToday(page);
      await expect(syncLine(page)).toContainText(/1 条待送|需要重新登录/);
      await signInAgain(page);
      await inStep(page);
      await keptForOffline(page);
      const left = await counts(page, STAFF);
      expect([left['outbox'], left['drafts']]).toEqual([0, 1]);
    });
  }

  await test.step('each visit is there once, however many phones held it', async () => {
    // The first version's store is the second one's, told anew: it holds the same visit.
    expect(await visitsInRegister(ledger)).toBe(stores.length - 1);
  });
});

test('what was begun under the older shape is found in the form again', async ({ codes, phone }) => {
  const stored = (await fixtures())[0]?.[1];
  if (!stored) throw new Error('there is no fixture');
  const first = await phone();
  await enrol(first, STAFF, codes.get(STAFF) ?? '');
  await setCode(first);
  const page = await phone();
  await putIn(page, stored);
  await page.goto('/');
  await unlock(page);
  await onToday(page);
  await page.locator('a.row[href$="/visit"]').filter({ hasText: stored.unfinished }).first().click();
  await expect(page.getByLabel('谈话内容')).toHaveValue(UNFINISHED);
});

test('a new version that is let in at one tab leaves the open form at another as it is', async ({ ledger, codes, phone }) => {
  const form = await enrolled(await phone(), STAFF, codes.get(STAFF));
  const [household] = await dueHouseholds(form, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(form, household).click();
  const note = form.getByLabel('谈话内容');
  await note.fill(UNFINISHED);
  await expect(form.getByText('草稿已存手机')).toBeVisible();
  await form.evaluate(() => (document.documentElement.dataset['witness'] = 'here'));

  await ledger.interrupt();
  await ledger.resume({ LEDGER_SITE: await newerSite(ledger.folder) });
  const other = await form.context().newPage();
  await other.goto('/');
  await onToday(other);
  await other.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(other.getByText('有新版本')).toBeVisible();
  const reloaded = other.waitForEvent('load');
  await other.getByRole('button', { name: '现在更新' }).click();
  await reloaded;
  await onToday(other);

  await expect(form.locator('html')).toHaveAttribute('data-witness', 'here');
  await expect(note).toHaveValue(UNFINISHED);
  await form.getByRole('button', { name: /^情况无变化/ }).click();
  await save(form);
  await inStep(form);
});
