// One phone, several people: what is one's is nobody else's. And a closed account, whose phone lets the register go.
import type { Page } from '@playwright/test';
import {
  enrolHere,
  enrolled,
  inStep,
  lock,
  offline,
  onToday,
  setCode,
  signInHere,
  syncLine,
  unlock,
} from './support/person.ts';
import type { LedgerServer } from './support/server.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, registerIds, save } from './support/visits.ts';

async function logged(page: Page, note: string): Promise<string> {
  const [due] = await dueHouseholds(page, 1);
  if (!due) throw new Error('no household is due');
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await page.getByLabel('谈话内容').fill(note);
  await save(page);
  return due.name;
}

/** How many values each area of a person's store on this phone holds; none if there is no such store. */
function areas(page: Page, staff: string): Promise<Record<string, number> | undefined> {
  return page.evaluate(async (name) => {
    if (!(await indexedDB.databases()).some((database) => database.name === name)) return undefined;
    const opening = indexedDB.open(name);
    await new Promise((done) => (opening.onsuccess = done));
    const database = opening.result;
    const counts: Record<string, number> = {};
    for (const area of database.objectStoreNames) {
      const counting = database.transaction(area).objectStore(area).count();
      await new Promise((done) => (counting.onsuccess = done));
      counts[area] = counting.result;
    }
    database.close();
    return counts;
  }, `ledger-${staff}`);
}

/** What the administrator does to an account, at the server's own terminal. */
async function account(ledger: LedgerServer, act: 'close' | 'open', staff: string): Promise<void> {
  await ledger.interrupt();
  await ledger.cli('user', act, staff);
  await ledger.resume();
}

test('what A did not send is unreadable to B on the same phone, and arrives as A\'s', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [due] = await dueHouseholds(page, 1);
  const [id = ''] = await registerIds(page, [due?.name ?? '']);
  await page.context().route('**/api/v1/sync', (route) => route.abort());
  const name = await logged(page, '水渠清好了，老人的药费还没有报。');
  await lock(page);
  await page.getByRole('button', { name: '换一个人' }).click();
  await page.context().unroute('**/api/v1/sync');

  await test.step('B works on the same phone and sees nothing of it', async () => {
    await enrolHere(page, 'P005', codes.get('P005') ?? '');
    await setCode(page);
    await inStep(page);
    await page.goto('/me');
    await expect(page.getByRole('link', { name: /^0 ?待送/ })).toBeVisible();
    await page.goto(`/households/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: '这里没有这条资料' })).toBeVisible();
    expect((await areas(page, 'P002'))?.['outbox']).toBe(1);
    await lock(page);
    await page.getByRole('button', { name: '换一个人' }).click();
  });

  await test.step('A opens again, signs in, and it arrives under the name of A', async () => {
    await page.getByRole('button', { name: /P002/ }).click();
    await unlock(page);
    await onToday(page);
    await page.goto('/me');
    await expect(syncLine(page)).toContainText('需要重新登录才能送出');
    await signInHere(page, 'P002');
    await inStep(page);
    const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
    await leader.goto('/review?show=same');
    await expect(leader.getByText(name).first()).toBeVisible();
  });
});

test.describe('an account is closed', () => {
  test('with nothing unsent the whole store leaves the phone at the next contact', async ({ ledger, codes, phone }) => {
    const page = await enrolled(await phone(), 'P002', codes.get('P002'));
    await account(ledger, 'close', 'P002');
    await page.goto('/');
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: /P002/ })).toHaveCount(0);
    expect(await areas(page, 'P002')).toBeUndefined();
  });

  test('unsent work stays sealed and is said; opened again, it is sent', async ({ ledger, codes, phone }) => {
    const page = await enrolled(await phone(), 'P002', codes.get('P002'));
    await offline(page, true);
    await logged(page, '水渠清好了。');
    await account(ledger, 'close', 'P002');
    await offline(page, false);

    await test.step('the register goes, the outbox stays', async () => {
      await expect(page.getByText('这个账号停用了')).toBeVisible();
      await expect(page.getByText('还没送达的 1 条和 0 份草稿封存在手机上，没有丢')).toBeVisible();
      expect(await areas(page, 'P002')).toMatchObject({ records: 0, outbox: 1, window: 0 });
    });

    await test.step('the code still opens what is one\'s own, and nothing else', async () => {
      await page.reload();
      const asked = page.waitForResponse('**/api/v1/sync');
      await unlock(page);
      await asked;
      await expect(page.getByLabel('解锁码', { exact: true })).toBeVisible();
      await expect(page.getByText('这个账号停用了')).toBeVisible();
      expect(await areas(page, 'P002')).toMatchObject({ records: 0, outbox: 1 });
    });

    await test.step('opened again by the administrator, it arrives', async () => {
      await account(ledger, 'open', 'P002');
      await unlock(page);
      await expect(page.getByLabel('解锁码', { exact: true })).toBeHidden();
      await page.goto('/me');
      await signInHere(page, 'P002');
      await inStep(page);
      expect(await areas(page, 'P002')).toMatchObject({ outbox: 0 });
    });
  });

  test('a locked phone lets go as well', async ({ ledger, codes, phone }) => {
    const page = await enrolled(await phone(), 'P002', codes.get('P002'));
    await offline(page, true);
    await logged(page, '水渠清好了。');
    await lock(page);
    await account(ledger, 'close', 'P002');
    await offline(page, false);
    await page.reload();
    await expect(page.getByText('这个账号停用了')).toBeVisible();
    expect(await areas(page, 'P002')).toMatchObject({ records: 0, outbox: 1 });
  });
});
