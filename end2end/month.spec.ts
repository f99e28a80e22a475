// A month on site: derived from the work, asked nothing of, confirmed by the person and then by the leader; leave without signal.
import { expectOpenToAll } from './support/axe.ts';
import { enrolled, inStep, offline, syncLine } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { tick } from './support/visits.ts';

/** The day so many days from now, as a field of a day takes it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

test('a member asks for leave without signal, the leader decides, and confirms the month that is over', async ({
  codes,
  phone,
}) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));

  const leave = member.getByRole('region', { name: '请假' });

  await test.step('the month is there, in words; nobody is absent', async () => {
    await member.goto('/me');
    await member.getByRole('link', { name: '本月在岗' }).click();
    await expect(member.getByRole('heading', { level: 1, name: '本月在岗' })).toBeVisible();
    const days = member.getByRole('list', { name: '每天' });
    await expect(days.getByRole('listitem').first()).toBeVisible();
    await expect(days).not.toContainText('缺勤');
    await expect(member.getByText('规定每月 20 天')).toBeVisible();
    await expectOpenToAll(member, { name: 'month', open: () => expect(days).toBeVisible() });
    await member.setViewportSize({ width: 360, height: 740 });
    await member.getByRole('button', { name: '上个月', exact: true }).click();
    await expect(member.getByText('还没确认')).toBeVisible();
    await member.getByRole('button', { name: '确认这个月' }).click();
    await expect(member.getByRole('region', { name: '确认这个月' }).getByRole('alert')).toBeVisible();
    await member.getByLabel('说明').fill('上月在县里参加培训');
    await member.getByRole('button', { name: '确认这个月' }).click();
    await expect(member.getByText('本人确认了，等队长')).toBeVisible();
    await inStep(member);
  });

  await test.step('leave is asked for without signal, and needs its kind', async () => {
    await offline(member, true);
    await leave.locator('summary').click();
    await leave.getByRole('button', { name: '交上去' }).click();
    await expect(leave.getByRole('alert')).toHaveText('请先选是什么假。');
    await tick(leave, '病假');
    await leave.getByRole('button', { name: '交上去' }).click();
    await expect(leave.getByText('等队长同意')).toBeVisible();
    await expect(leave.getByText('要过：队长、乡镇（街道）')).toBeVisible();
    await expect(syncLine(member)).toHaveText('无信号·1 条待送');
    await offline(member, false);
    await inStep(member);
  });

  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));

  const leaves = leader.getByRole('region', { name: /^等着批的假/ });
  const sick = leaves.getByRole('listitem').filter({ hasText: '病假' });

  await test.step('what the leader is writing stays while more leave comes in', async () => {
    await leader.goto('/review/team');
    await expect(sick.getByText('这一步：队长')).toBeVisible();
    await tick(sick, '同意');
    await sick.getByLabel('说明（不同意要写）').fill('早点回来');
    await tick(leave, '事假');
    for (const end of ['从哪天', '到哪天']) await leave.getByLabel(end).fill(inDays(10));
    await leave.getByLabel('事由').fill('家里办酒');
    await leave.getByRole('button', { name: '交上去' }).click();
    await expect(leave.getByText('等队长同意')).toHaveCount(2);
    await inStep(member);
    await offline(leader, true);
    await offline(leader, false);
    await expect(leaves.getByRole('listitem')).toHaveCount(2);
    await expect(sick.getByLabel('说明（不同意要写）')).toHaveValue('早点回来');
    await expect(sick.getByRole('radio', { name: '同意', exact: true })).toBeChecked();
  });

  await test.step('the leader agrees, and enters what the township decided on paper', async () => {
    await sick.getByRole('button', { name: '记下这个决定' }).click();
    await expect(sick.getByText('这一步：乡镇（街道）')).toBeVisible();
    await tick(sick, '同意');
    await sick.getByLabel('谁批的（纸上或口头）').fill('镇党委 王');
    await sick.getByRole('button', { name: '记下这个决定' }).click();
    await expect(sick).toHaveCount(0);
    await tick(leaves, '不同意');
    await leaves.getByLabel('说明（不同意要写）').fill('那几天要走访');
    await leaves.getByRole('button', { name: '记下这个决定' }).click();
    await expect(leaves.getByText('没有等着批的假。')).toBeVisible();
  });

  await test.step('the leader confirms the month', async () => {
    const waiting = leader.getByRole('listitem').filter({ hasText: '本人确认了，等队长' }).first();
    await waiting.getByRole('button').first().click();
    const confirm = leader.getByRole('region', { name: '确认这个月' });
    await expect(confirm).toContainText('上月在县里参加培训');
    await confirm.getByRole('button', { name: /的这个月$/ }).click();
    await expect(confirm.getByRole('alert')).toHaveText('在村天数或夜数不够规定，请写明原因。');
    await confirm.getByLabel('说明').fill('培训属实');
    await confirm.getByRole('button', { name: /的这个月$/ }).click();
    await expect(leader.getByText('队长确认了').first()).toBeVisible();
    await inStep(leader);
  });

  await test.step('the member reads both', async () => {
    await member.reload();
    await inStep(member);
    await expect(member.getByText('休假中')).toBeVisible();
    await member.getByRole('button', { name: '上个月', exact: true }).click();
    await expect(member.getByText('队长确认了')).toBeVisible();
  });
});

test.describe('where the district has set nights', () => {
  test.use({ setup: { figures: { nights_on_site: [{ from: '2020-01-01', days: 10, document: '本测试的文件' }] } } });

  test('the confirmation asks how many, wants a reason where they are few, and the leader reads the figure', async ({ codes, phone }) => {
    const member = await enrolled(await phone(), 'P002', codes.get('P002'));
    await member.goto('/me/month');
    await member.getByRole('button', { name: '上个月', exact: true }).click();
    const confirm = member.getByRole('region', { name: '确认这个月' });
    const nights = confirm.getByLabel('在村里住了几夜（规定每月 10 夜）');
    await confirm.getByLabel('说明').fill('上月在县里参加培训');
    await confirm.getByRole('button', { name: '确认这个月' }).click();
    await expect(confirm.getByRole('alert')).toHaveText('请填住了几夜，没住填 0。');
    await nights.fill('3');
    await confirm.getByRole('button', { name: '确认这个月' }).click();
    await expect(member.getByText('本人确认了，等队长')).toBeVisible();
    await inStep(member);

    const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
    await leader.goto('/review/team');
    const waiting = leader.getByRole('listitem').filter({ hasText: '本人确认了，等队长' }).first();
    await waiting.getByRole('button').first().click();
    await expect(leader.getByRole('region', { name: '确认这个月' }).getByLabel('在村里住了几夜（规定每月 10 夜）')).toHaveValue('3');
  });
});
