// Leave decided at the desks: asked for on the phone, agreed to by the leader, then by township and district, each in its
// turn; the phone says so after it has synchronised.
import { expectOpenToAll } from './support/axe.ts';
import { account } from './support/case.ts';
import { atTheBoard, officeAccount } from './support/desk.ts';
import { enrol, enrolled, inStep } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { tick } from './support/visits.ts';
import type { Page } from '@playwright/test';

/** The day so many days from now, as a field of a day takes it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Asks for leave on the page of the month; ends when it is there. */
async function ask(member: Page, kind: string, [from, to]: [number, number], reason: string): Promise<void> {
  const leave = member.getByRole('region', { name: '请假' });
  const before = await leave.getByText('等队长同意').count();
  await tick(leave, kind);
  await leave.getByLabel('从哪天').fill(inDays(from));
  await leave.getByLabel('到哪天').fill(inDays(to));
  await leave.getByLabel('事由').fill(reason);
  await leave.getByRole('button', { name: '交上去' }).click();
  await expect(leave.getByText('等队长同意')).toHaveCount(before + 1);
}

/** What waits at a desk, of this kind. */
const waiting = (desk: Page, kind: string) =>
  desk.getByRole('region', { name: /^等这里批的/ }).getByRole('listitem').filter({ hasText: kind });

test('a leave goes from the leader to the township and on to the district, and the phone says so', async ({
  codes,
  ledger,
  phone,
}) => {
  test.slow();
  await ledger.interrupt();
  const townCode = await account(ledger, 'W001', 'TOWN_REVIEWER', '--township', '万宝镇');
  await ledger.resume();
  const officeCode = await officeAccount(ledger);
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leave = member.getByRole('region', { name: '请假' });

  await test.step('the member asks for five days of an illness, and for two for the family', async () => {
    await member.goto('/me/month');
    await leave.locator('summary').click();
    await expect(leave.getByText('写了也只有队长看')).toBeVisible();
    await ask(member, '病假', [3, 7], '膝盖手术');
    await ask(member, '事假', [20, 21], '家里办酒');
    await inStep(member);
  });

  const town = await phone(DESK);

  await test.step('before the leader has agreed nothing waits at the township’s desk', async () => {
    await enrol(town, 'W001', townCode);
    await expect(town.getByRole('heading', { level: 1 })).toBeVisible();
    await town.getByRole('link', { name: '请假', exact: true }).click();
    await expect(town.getByText('没有等这里批的假。')).toBeVisible();
  });

  await test.step('the leader agrees to both', async () => {
    const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
    const leaves = leader.getByRole('region', { name: /^等着批的假/ });
    await leader.goto('/review/team');
    for (const kind of ['病假', '事假']) {
      const one = leaves.getByRole('listitem').filter({ hasText: kind });
      await tick(one, '同意');
      await one.getByRole('button', { name: '记下这个决定' }).click();
      await expect(one.getByText('这一步：乡镇（街道）')).toBeVisible();
      await expect(one.getByText('乡镇和区驻村办可以在电脑上批')).toBeVisible();
    }
    await inStep(leader);
  });

  await test.step('the township reads the kind of an illness, and no more', async () => {
    await town.reload();
    const sick = waiting(town, '病假');
    await expect(sick).toContainText('5 天');
    await expect(sick).toContainText('垭古村');
    await expect(sick.getByText('这里同意以后，还要过：区里')).toBeVisible();
    await expect(waiting(town, '事假')).toContainText('家里办酒');
    await expect(waiting(town, '事假').getByText('这里同意就批准了')).toBeVisible();
    await expect(town.locator('main')).not.toContainText('膝盖手术');
    await expectOpenToAll(town, { name: 'leaves-desk', open: () => expect(sick).toBeVisible() });
    await town.setViewportSize(DESK.viewport);
  });

  await test.step('it says no to one with a word, and yes to the other; what is being written stays', async () => {
    const [sick, family] = [waiting(town, '病假'), waiting(town, '事假')];
    await sick.getByRole('button', { name: '定下来' }).click();
    await expect(sick.getByRole('alert')).toHaveText('请先选同意还是不同意。');
    await tick(sick, '同意');
    await sick.getByLabel('说明（不同意要写）').fill('安心养病');
    await tick(family, '不同意');
    await family.getByRole('button', { name: '定下来' }).click();
    await expect(family.getByRole('alert')).toBeVisible();
    await family.getByLabel('说明（不同意要写）').fill('那两天要开会');
    await family.getByRole('button', { name: '定下来' }).click();
    await expect(town.getByText('定好了。')).toBeVisible();
    await expect(family).toHaveCount(0);
    await expect(sick.getByLabel('说明（不同意要写）')).toHaveValue('安心养病');
    await sick.getByRole('button', { name: '定下来' }).click();
    await expect(town.getByText('没有等这里批的假。')).toBeVisible();
    const past = town.getByRole('region', { name: '批过的，假还没完' }).getByRole('listitem');
    await expect(past.filter({ hasText: '病假' })).toContainText('乡镇同意，等区里');
    await expect(past.filter({ hasText: '事假' })).toContainText('没有批准');
  });

  await test.step('the district decides on what is longer than the township may', async () => {
    const office = await phone(DESK);
    await atTheBoard(office, officeCode);
    await office.getByRole('link', { name: '请假', exact: true }).click();
    const sick = waiting(office, '病假');
    await expect(sick.getByText('这里同意就批准了')).toBeVisible();
    await expect(office.locator('main')).not.toContainText('膝盖手术');
    await expect(office.locator('main')).not.toContainText('事假');
    await tick(sick, '同意');
    await sick.getByRole('button', { name: '定下来' }).click();
    await expect(office.getByText('没有等这里批的假。')).toBeVisible();
  });

  await test.step('the member’s phone says what was decided, by whom, and why', async () => {
    await member.reload();
    await inStep(member);
    const sick = leave.getByRole('listitem').filter({ hasText: '病假' });
    await expect(sick).toContainText('区里批准了');
    await expect(sick).toContainText('区里 · 区驻村办 · 同意');
    const family = leave.getByRole('listitem').filter({ hasText: '事假' });
    await expect(family).toContainText('没有批准');
    await expect(family).toContainText('不同意 · 那两天要开会');
  });
});
