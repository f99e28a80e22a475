// Signing out with unsent work: only by the person's own word, and noted on the phone.
import type { Page } from '@playwright/test';
import { chooseCode, enrolled, handsNothingIn, inStep, offline, PASSWORD, signIn } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save } from './support/visits.ts';

const NOTED = /没送达就删掉的有 1 项/;

async function signOut(page: Page): Promise<void> {
  await page.goto('/me');
  await page.getByRole('button', { name: '退出登录', exact: true }).click();
}

async function comesBack(page: Page): Promise<void> {
  await signIn(page, 'P002', PASSWORD);
  await chooseCode(page);
  await inStep(page);
  await page.goto('/me');
  await expect(page.getByRole('heading', { name: '送达情况' })).toBeVisible();
}

test('what signing out throws away goes by the person\'s word, and is told at the next sign-in', async ({ codes, phone }) => {
  const page = await enrolled(await handsNothingIn(await phone()), 'P002', codes.get('P002'));
  const leave = page.getByRole('dialog').getByRole('button', { name: '退出并清掉' });
  const gone = page.getByLabel('工号');
  await offline(page, true);
  const [due] = await dueHouseholds(page, 1);
  if (!due) throw new Error('no household is due');
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await page.getByLabel('谈话内容').fill('水渠清好了。');
  await save(page);

  await test.step('not without a tick', async () => {
    await signOut(page);
    await expect(page.getByRole('dialog').getByText('会记在这部手机上')).toBeVisible();
    await leave.click();
    await expect(page.getByRole('dialog').getByText('请先勾选')).toBeVisible();
    await page.getByRole('dialog').getByLabel('我知道这 1 条会丢掉').check();
    await leave.click();
    await expect(gone).toBeVisible();
  });

  await test.step('the note holds a number and a time, and nothing of what was said', async () => {
    const noted = await page.evaluate(() => localStorage.getItem('ledger.thrown_away.P002'));
    expect(noted).toMatch(/^\[1,\d{13}\]$/);
  });

  await test.step('the next store of the person on this phone tells it', async () => {
    await offline(page, false);
    await comesBack(page);
    await expect(page.getByText(NOTED)).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem('ledger.thrown_away.P002'))).toBeNull();
  });

  await test.step('and the one after it, though nothing more was lost', async () => {
    await signOut(page);
    await leave.click();
    await expect(gone).toBeVisible();
    await comesBack(page);
    await expect(page.getByText(NOTED)).toBeVisible();
  });
});

test('who signs out with everything sent leaves no such note', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await signOut(page);
  await page.getByRole('dialog').getByRole('button', { name: '退出并清掉' }).click();
  await expect(page.getByLabel('工号')).toBeVisible();
  await comesBack(page);
  await expect(page.getByText('没送达就删掉的')).toHaveCount(0);
});
