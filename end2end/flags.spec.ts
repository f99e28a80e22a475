// A sign ticked at the door without signal becomes a flag that the leader decides on and the member hears of.
import type { Page } from '@playwright/test';
import { ahead } from './support/case.ts';
import { enrolled, inStep, offline, PASSWORD, signedIn, syncLine } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, tick } from './support/visits.ts';

const DAY = 86_400_000;
/** Days until a watched flag is looked at again, and one more. */
const AGAIN = 31;

/** The rows of the flags that the leader has to decide on. */
function toDecide(leader: Page) {
  return leader.getByRole('region', { name: /^等我研判的风险线索/ }).getByRole('listitem');
}

test('signs seen at the door reach the leader, urgent first, and the member hears what became of them', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [plain, urgent] = await dueHouseholds(member, 2);
  if (!plain || !urgent) throw new Error('two households are needed');

  await test.step('the member flags one household by itself and another by a visit, without signal', async () => {
    await offline(member, true);
    await member.goto(`/households/${plain.id}`);
    await member.getByRole('link', { name: '标记风险' }).click();
    await member.getByRole('button', { name: '存这条线索' }).click();
    await expect(member.getByText('请至少选一个看到的情况')).toBeVisible();
    await tick(member, '没活干');
    await member.getByLabel('说几句').fill('在路上碰到，说工地停了。');
    await tick(member.getByRole('group', { name: '线索怎么来的' }), '农户书面或口头申报');
    await member.getByRole('button', { name: '存这条线索' }).click();
    await expect(member.getByText('线索存好了')).toBeVisible();
    await expect(member.getByRole('region', { name: '风险线索 1' })).toContainText('没活干');

    await member.goto('/');
    await dueRow(member, urgent).click();
    await tick(member, '大额医药费');
    await tick(member, '很急');
    await expect(member.getByText('先帮人，手续后补')).toBeVisible();
    await tick(member.getByRole('group', { name: '见到谁' }), '家里没人');
    await save(member);
    // The visit raised its flag in the same operation: it is on the phone already.
    await expect(member.getByRole('region', { name: '风险线索 1' })).toContainText('大额医药费');
    await expect(syncLine(member)).toHaveText('无信号·2 条待送');
    await member.reload();
    await expect(member.getByRole('region', { name: '风险线索 1' })).toContainText('急');
  });

  await test.step('with signal the leader sees both above everything, the urgent one first', async () => {
    await offline(member, false);
    await inStep(member);
    await leader.goto('/');
    await inStep(leader);
    await expect(toDecide(leader)).toHaveCount(2);
    await expect(toDecide(leader).nth(0)).toContainText(`${urgent.name}家`);
    await expect(toDecide(leader).nth(0)).toContainText('急');
    await expect(toDecide(leader).nth(1)).toContainText(`${plain.name}家`);
    await expect(leader.getByRole('main').getByRole('listitem').first()).toContainText(`${urgent.name}家`);
    await leader.goto('/households?show=flagged');
    await expect(leader.locator('main a.row').first()).toContainText('急');
    await expect(leader.locator('main a.row')).toHaveCount(2);
  });

  await test.step('the leader decides on both without signal', async () => {
    await leader.goto('/');
    await offline(leader, true);
    await toDecide(leader).nth(0).getByRole('link').click();
    await expect(leader.getByText('请在')).toBeVisible();
    await leader.getByRole('button', { name: '确认有风险' }).click();
    await expect(leader.getByText(/^第 0 天 \/ 15 天，最晚 /)).toBeVisible();
    await expect(leader.getByText(/^村内公示：最晚 /)).toBeVisible();
    await expect(leader.getByRole('link', { name: '看识别进度' })).toBeVisible();
    await expect(leader.getByRole('button', { name: '确认有风险' })).toHaveCount(0);

    await leader.goto('/');
    await expect(toDecide(leader)).toHaveCount(1);
    await toDecide(leader).getByRole('link').click();
    await expect(leader.locator('dt', { hasText: '线索怎么来的' }).locator('+ dd')).toHaveText('农户书面或口头申报');
    await leader.getByRole('button', { name: '其他处理' }).click();
    const sheet = leader.getByRole('dialog');
    await sheet.getByRole('button', { name: '就这样定' }).click();
    await expect(sheet.getByText('请选一种处理办法。')).toBeVisible();
    await tick(sheet, '不列入');
    await sheet.getByRole('button', { name: '就这样定' }).click();
    await expect(sheet.getByText('请写几个字。')).toBeVisible();
    await sheet.getByLabel('理由').fill('下周就开工，已问过工头。');
    await sheet.getByRole('button', { name: '就这样定' }).click();
    await expect(sheet).toBeHidden();
    await expect(leader.getByText('不列入').first()).toBeVisible();
    await expect(syncLine(leader)).toHaveText('无信号·2 条待送');
    await offline(leader, false);
    await inStep(leader);
  });

  await test.step('the member sees what became of both, with the reason', async () => {
    await member.goto('/');
    const mine = member.getByRole('region', { name: /^我标记的风险/ }).getByRole('listitem');
    await expect(mine.filter({ hasText: urgent.name })).toContainText('已确认');
    await expect(mine.filter({ hasText: plain.name })).toContainText('不列入');
    await mine.filter({ hasText: plain.name }).getByRole('link').click();
    await expect(member.getByText('下周就开工，已问过工头。').first()).toBeVisible();
    await expect(member.getByRole('region', { name: '经过' }).getByRole('listitem')).toHaveCount(2);
    await expect(member.getByRole('button', { name: '确认有风险' })).toHaveCount(0);
  });
});

test('of two decisions made without signal the first to arrive stands, and the other stays readable', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(member, household).click();
  await tick(member, '没活干');
  await tick(member.getByRole('group', { name: '见到谁' }), '家里没人');
  await save(member);
  await inStep(member);

  await leader.goto('/');
  await expect(toDecide(leader)).toHaveCount(1);
  await offline(leader, true);
  await toDecide(leader).getByRole('link').click();
  await leader.getByRole('button', { name: '确认有风险' }).click();

  // Meanwhile the member takes the sign back and says something graver.
  const visit = await member.locator('a.row[href^="/visits/"]').first().getAttribute('href');
  await member.goto(`${visit}/correct`);
  await tick(member, '新得大病');
  await save(member, '补充再送');
  await inStep(member);

  await offline(leader, false);
  await inStep(leader);
  await expect(leader.getByText('没有生效')).toBeVisible();
  await expect(leader.getByRole('button', { name: '确认有风险' })).toBeVisible();
});

test('a watched flag leaves the list until its day, and can be confirmed then', async ({ codes, ledger, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [household] = await dueHouseholds(leader, 1);
  if (!household) throw new Error('no household is due');
  await leader.goto(`/households/${household.id}`);
  await leader.getByRole('link', { name: '标记风险' }).click();
  await tick(leader, '没活干');
  await leader.getByRole('button', { name: '存这条线索' }).click();
  await expect(leader.getByText('线索存好了')).toBeVisible();

  await leader.goto('/');
  await toDecide(leader).getByRole('link').click();
  await leader.getByRole('button', { name: '其他处理' }).click();
  const sheet = leader.getByRole('dialog');
  await tick(sheet, '先观察');
  await sheet.getByRole('button', { name: '就这样定' }).click();
  await expect(sheet.getByText('请写几个字。')).toBeVisible();
  await sheet.getByLabel('理由').fill('工头说月底有活，到时再问。');
  await sheet.getByRole('button', { name: '就这样定' }).click();
  await expect(sheet).toBeHidden();
  await leader.goto('/');
  const mine = leader.getByRole('region', { name: /^我标记的风险/ });
  await expect(mine.getByRole('listitem')).toContainText('先观察');
  await expect(toDecide(leader)).toHaveCount(0);
  await inStep(leader);

  // It is looked at again about a month on, unless somebody says another day.
  await ahead(ledger, AGAIN);
  const later = await phone();
  await later.clock.install({ time: new Date(Date.now() + AGAIN * DAY) });
  await signedIn(later, 'P001', PASSWORD);
  await later.goto('/');
  await expect(toDecide(later)).toHaveCount(1);
  await expect(toDecide(later)).toContainText('先观察');
  await toDecide(later).getByRole('link').click();
  await expect(later.getByText('工头说月底有活，到时再问。').first()).toBeVisible();
  await later.getByRole('button', { name: '确认有风险' }).click();
  await expect(later.getByRole('link', { name: '看识别进度' })).toBeVisible();
});
