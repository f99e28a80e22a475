// One visit typed once, every paper made from it: printed beside the app, which stays where it is.
import { readFile } from 'node:fs/promises';
import { expectOpenToAll } from './support/axe.ts';
import { offline, onToday, signedIn, signIn } from './support/person.ts';
import { listedKinds, ownKinds } from './support/paper-list.ts';
import { printed } from './support/papers.ts';
import { DEMO_PASSWORD, DESK, expect, test } from './support/test.ts';

test.use({ district: 'demo' });

test('every kind of paper of the product stands in the list that is printed', async () => {
  expect(listedKinds()).toEqual(await ownKinds());
});

test('a household’s visits and a village’s month come out as papers, and nothing in an address names a household', async ({
  phone,
}) => {
  const member = await signedIn(await phone(), 'P002', DEMO_PASSWORD);
  const visit = member.locator('a.row[href^="/visits/"]').first();
  await member.goto('/households');
  await member.locator('main a.row[href^="/households/"]').filter({ hasText: '监测户' }).first().click();
  await expect(visit).toBeVisible();
  const name = (await member.getByRole('heading', { level: 1 }).innerText()).replace(/家$/, '');

  const ledger = await printed(member, () => member.getByRole('button', { name: '走访台账' }).click());
  await expect(ledger.getByRole('heading', { level: 1, name: '入户走访台账' })).toBeVisible();
  await expect(ledger.locator('.under')).toContainText(`户主 ${name}`);
  await expect(ledger.getByRole('row').nth(1)).toBeVisible();
  expect(new URL(ledger.url()).pathname + new URL(ledger.url()).search).toBe('/papers/visits');
  await expectOpenToAll(ledger, { name: 'paper-ledger', open: async () => undefined });

  await member.goto('/me');
  const month = await printed(member, () => member.getByRole('button', { name: '月小结' }).click());
  await expect(month.getByRole('heading', { level: 1, name: '驻村工作月小结' })).toBeVisible();
  await expect(month.getByRole('row', { name: /^见到人的农户 \d+ 户，全村 \d+ 户/ })).toBeVisible();
  await expectOpenToAll(month, { name: 'paper-month', open: async () => undefined });

  const quarter = await printed(member, () => member.getByRole('button', { name: /^季度小结/ }).click());
  await expect(quarter.getByRole('heading', { level: 1, name: '驻村工作季度小结' })).toBeVisible();
  await expect(quarter.getByRole('row').filter({ has: quarter.getByRole('rowheader', { name: /^\d{4}-\d\d$/ }) })).toHaveCount(3);
  await expectOpenToAll(quarter, { name: 'paper-quarter', open: async () => undefined });

  const blank = await printed(member, () => member.getByRole('link', { name: /空白走访记录/ }).click());
  await expect(blank.getByText('□ 家里没人')).toBeVisible();
  await expectOpenToAll(blank, { name: 'paper-blank', open: async () => undefined });

  await test.step('the register of the village leaves as a workbook, without leaving the app', async () => {
    const started = member.waitForEvent('download');
    await member.getByRole('button', { name: /^农户台账/ }).click();
    const file = await started;
    expect(file.suggestedFilename()).toMatch(/^register-V\d{3}-\d{4}-\d\d-\d\d\.xlsx$/);
    expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
    expect(new URL(member.url()).pathname).toBe('/me');
  });

  await test.step('on paper the screen around the sheet is gone', async () => {
    await ledger.emulateMedia({ media: 'print' });
    await expect(ledger.getByText('请用浏览器菜单里的“打印”')).toBeHidden();
  });

  await test.step('without signal it says so instead of opening an error', async () => {
    await offline(member, true);
    await member.getByRole('button', { name: '月小结' }).click({ force: true });
    await expect(member.getByText('没有信号时打不了，连上网络再来。').first()).toBeVisible();
    expect(member.context().pages()).toHaveLength(5);
    await member.goto('/');
    await onToday(member);
  });
});

test('the district prints a village’s month, its register and a household’s ledger at its desk', async ({ phone }) => {
  const desk = await phone(DESK);
  await signIn(desk, 'D002', DEMO_PASSWORD);
  await expect(desk.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
  await desk.goto('/desk/households?village=V001');
  const papers = desk.getByRole('region', { name: '打印' });
  const month = await printed(desk, () => papers.getByRole('button', { name: '月小结' }).click());
  await expect(month.getByRole('heading', { level: 1, name: '驻村工作月小结' })).toBeVisible();
  const started = desk.waitForEvent('download');
  await papers.getByRole('button', { name: /^农户台账/ }).click();
  expect((await started).suggestedFilename()).toMatch(/^register-V001-/);
  await desk.getByRole('row').nth(1).getByRole('link').click();
  await expect(desk.getByRole('region', { name: /^家里人/ })).toBeVisible();
  const ledger = await printed(desk, () => papers.getByRole('button', { name: '走访台账' }).click());
  await expect(ledger.getByRole('heading', { level: 1, name: '入户走访台账' })).toBeVisible();
  expect(new URL(ledger.url()).pathname).toBe('/papers/visits');
});
