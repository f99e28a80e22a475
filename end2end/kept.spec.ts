// What was typed and never saved: kept on the phone without being asked, found again, never left out without a word.
import {
  chooseCode,
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
import { expect, test } from './support/test.ts';
import { counts } from './support/stored.ts';
import { dueHouseholds, dueRow, save, tick } from './support/visits.ts';

test('a form that was left in the middle goes on where it stopped, and can be cleared', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  const address = `/households/${household.id}/request`;
  const form = member.locator('form#request');
  const said = form.getByLabel('户里怎么说');
  const drafts = async () => (await counts(member, 'P002'))['drafts'];
  const goesOn = member.getByText('接着上次没写完的。');

  await test.step('left with the back key, found again after a new start', async () => {
    await member.goto(address);
    await tick(form, '饮水');
    await said.fill('水压不够，三楼上不去。');
    await member.getByRole('link', { name: /^返回/ }).click();
    await expect(member.getByRole('link', { name: '记一次走访' })).toBeVisible();
    await expect.poll(drafts).toBe(1);
    await member.goto(address);
    await expect(goesOn).toBeVisible();
    await expect(said).toHaveValue('水压不够，三楼上不去。');
    await expect(form.getByRole('radio', { name: '饮水' })).toBeChecked();
  });

  await test.step('saved, it is not found any more', async () => {
    await member.getByRole('button', { name: '存这条诉求' }).click();
    await expect(member.getByRole('region', { name: /^诉求 1/ })).toContainText('水压不够');
    await member.goto(address);
    await expect(said).toHaveValue('');
    await expect(goesOn).toHaveCount(0);
  });

  await test.step('cleared, it begins anew', async () => {
    await said.fill('另一件事');
    await expect.poll(drafts).toBe(1);
    await member.goto(address);
    await expect(said).toHaveValue('另一件事');
    await member.getByRole('button', { name: '清掉重写' }).click();
    await expect(said).toHaveValue('');
    await expect(goesOn).toHaveCount(0);
    await expect.poll(drafts).toBe(0);
  });
});

test('a fact that was typed and not added is saved with the visit', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(member, household).click();
  const editor = member.getByRole('button', { name: '有变化，改档案' });
  await editor.click();
  await tick(member, '全家');
  await member.getByLabel('哪一项').selectOption({ label: '今年自付医药费（元）' });

  await test.step('what cannot be read is said, also with the editor folded', async () => {
    await member.getByLabel('现在是').fill('很多');
    await editor.click();
    await member.getByRole('button', { name: '保存', exact: true }).click();
    await expect(member.locator('#value-error')).toBeVisible();
  });

  await test.step('what can be read is in the visit', async () => {
    await member.getByLabel('现在是').fill('3210');
    await save(member);
    await expect(member.getByRole('link', { name: /今年自付医药费/ })).toBeVisible();
  });
});

test('on a shared phone without signal the work of one waits for its own sign-in', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P005', codes.get('P005'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await lock(page);
  await page.getByRole('button', { name: '换一个人' }).click();
  await enrolHere(page, 'P002', codes.get('P002') ?? '');
  await setCode(page);
  await inStep(page);

  await test.step('the phone changes hands in the valley: the session of the first cannot be ended there', async () => {
    await offline(page, true);
    await lock(page);
    await page.getByRole('button', { name: '换一个人' }).click();
    await page.getByRole('button', { name: /P005/ }).click();
    await unlock(page);
    await onToday(page);
    await dueRow(page, household).click();
    await page.getByRole('button', { name: /^情况无变化/ }).click();
    await save(page);
  });

  await test.step('with signal nothing is refused and nothing of the other is shown; it arrives after the sign-in', async () => {
    await offline(page, false);
    await page.goto('/me');
    await expect(syncLine(page)).toContainText('需要重新登录才能送出');
    await expect(page.getByRole('region', { name: /^要处理的/ })).toHaveCount(0);
    await signInHere(page, 'P005');
    await inStep(page);
    await expect(page.getByRole('link', { name: /^0 ?待送/ })).toBeVisible();
  });
});

test('a second window that is still at the first code does not seal away what was saved in the other', async ({
  codes,
  phone,
}) => {
  const first = await phone();
  await first.goto('/');
  await enrolHere(first, 'P002', codes.get('P002') ?? '');
  const second = await first.context().newPage();
  await second.goto('/');
  await signInHere(second, 'P002');
  await expect(second.getByRole('button', { name: '设好了' })).toBeVisible();

  await setCode(first);
  await inStep(first);
  await offline(first, true);
  const [household] = await dueHouseholds(first, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(first, household).click();
  await first.getByRole('button', { name: /^情况无变化/ }).click();
  await save(first);

  await chooseCode(second);
  await expect(second.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
  await first.goto('/me');
  await expect(syncLine(first)).toHaveText('无信号·1 条待送');
});
