// The work log: an entry without signal turns the linked leader’s line on the phone and, after sync, at the desk; it makes a
// day on site, stands on the month’s paper, and can be struck out with a reason.
import { expectOpenToAll } from './support/axe.ts';
import { printed } from './support/papers.ts';
import type { Page } from '@playwright/test';
import { enrol, inStep, offline, onToday, PASSWORD, signedIn, syncLine } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { tick } from './support/visits.ts';

/** How far ahead the district is. */
const DAYS = 400;

test('what was done besides visits is written once, offline, and everything else follows from it', async ({
  codes,
  ledger,
  phone,
}) => {
  // More than a year later: the team has been there for whole half-years, and nobody has written anything.
  for (const staff of ['P001', 'P002']) await enrol(await phone(), staff, codes.get(staff) ?? '');
  await ledger.interrupt();
  await ledger.resume({ LEDGER_TEST_DAYS_AHEAD: String(DAYS) });
  const later = async (staff: string): Promise<Page> => {
    const page = await phone();
    await page.clock.install({ time: new Date(Date.now() + DAYS * 86_400_000) });
    return signedIn(page, staff, PASSWORD);
  };
  const member = await later('P002');

  await test.step('the line says what is missing and leads to the form', async () => {
    await offline(member, true);
    await member.goto('/four/A6');
    await member.locator('main a.row[href^="/four/A6"]').first().click();
    await expect(member.getByRole('heading', { name: '这个周期还没有派出单位支持的记录' })).toBeVisible();
    await member.getByRole('link', { name: /派出单位来人/ }).click();
    await expect(member.getByRole('heading', { level: 1, name: '记一条工作' })).toBeVisible();
    await expect(member.getByRole('radio', { name: '派出单位来人' })).toBeChecked();
  });

  await test.step('what is typed stays when the page goes, and support says who came', async () => {
    await member.getByLabel('做了什么，结果怎样').fill('局领导看了油茶基地，答应帮忙找收购方。');
    await member.waitForTimeout(1_500);
    await member.reload();
    await expect(member.getByLabel('做了什么，结果怎样')).toHaveValue(/油茶基地/);
    await member.getByRole('button', { name: '存下' }).click();
    await expect(member.getByRole('alert')).toBeVisible();
    await member.getByLabel('谁来的、谁给的').fill('区水利局');
    await member.getByRole('button', { name: '存下' }).click();
    await expect(member.getByRole('heading', { level: 1, name: '工作记录' })).toBeVisible();
    await expect(member.getByRole('link', { name: /派出单位来人/ })).toContainText('油茶基地');
    await expect(syncLine(member)).toHaveText('无信号·1 条待送');
    await expectOpenToAll(member, {
      name: 'work log',
      open: () => expect(member.getByRole('link', { name: '记一条工作' })).toBeVisible(),
    });
  });

  await test.step('the line is kept at once, without signal, and names its evidence', async () => {
    await member.goto('/four/A6');
    await expect(member.getByText('眼下都正常')).toBeVisible();
  });

  await test.step('own work makes a day on site', async () => {
    await member.goto('/');
    await onToday(member);
    await member.getByRole('link', { name: /^记一条工作/ }).click();
    await tick(member.locator('main'), '兴村富民产业');
    await member.getByLabel('做了什么，结果怎样').fill('和合作社商量了烘干房。');
    await expectOpenToAll(member, {
      name: 'entry of the work log',
      open: () => expect(member.getByRole('button', { name: '存下' })).toBeVisible(),
    });
    await member.getByRole('button', { name: '存下' }).click();
    await expect(member.getByRole('heading', { level: 1, name: '工作记录' })).toBeVisible();
    await member.goto('/me/month');
    await expect(member.getByRole('list', { name: '每天' }).getByText(/工作 2 条/)).toBeVisible();
    await offline(member, false);
    await inStep(member);
  });

  await test.step('a wrong entry is struck out with a reason and stays readable', async () => {
    await member.goto('/work');
    await member.getByRole('link', { name: /兴村富民产业/ }).click();
    await expect(member.getByText('推进强村富民')).toBeVisible();
    await member.locator('summary').filter({ hasText: '划掉这一条' }).click();
    await member.getByRole('button', { name: '划掉这一条' }).click();
    await expect(member.getByRole('alert')).toBeVisible();
    await member.getByLabel('为什么划掉').fill('不是这一天');
    await member.getByRole('button', { name: '划掉这一条' }).click();
    await expect(member.getByText('不是这一天')).toBeVisible();
    await expect(member.getByRole('button', { name: '划掉这一条' })).toHaveCount(0);
    await inStep(member);
  });

  const leader = await later('P001');

  await test.step('the leader reads it, and the month’s paper has what counts', async () => {
    await leader.goto('/work');
    await expect(leader.getByRole('link', { name: /派出单位来人/ })).toBeVisible();
    await expect(leader.getByRole('link', { name: /兴村富民产业/ })).toContainText('已划掉');
    await leader.goto('/four/A6');
    await expect(leader.getByText('眼下都正常')).toBeVisible();
    await leader.goto('/me');
    const paper = await printed(leader, () => leader.getByRole('button', { name: '月小结' }).click());
    await expect(paper.getByText('区水利局：局领导看了油茶基地')).toBeVisible();
    await expect(paper.getByText('烘干房')).toHaveCount(0);
    await paper.close();
  });
});
