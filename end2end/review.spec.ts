// The leader's side: what has to be opened singly, what was changed meanwhile, and the leader's own visits.
import type { Page } from '@playwright/test';
import { signSeen } from './support/case.ts';
import { enrolled, inStep, offline, PASSWORD, setCode, signIn, syncLine } from './support/person.ts';
import { returnVisit } from './support/review.ts';
import { expect, test } from './support/test.ts';
import { type DueHousehold, dueHouseholds, dueRow, logChange, save } from './support/visits.ts';

/** Logs an unchanged visit with a note, and waits until it is sent. */
async function logUnchanged(page: Page, household: DueHousehold, note: string): Promise<void> {
  await page.goto('/');
  await dueRow(page, household).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await page.getByLabel('谈话内容').fill(note);
  await save(page);
  await inStep(page);
}

async function oneHousehold(page: Page): Promise<DueHousehold> {
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  return household;
}

test.describe('when every unchanged visit is drawn', () => {
  test.use({ setup: { figures: { open_alone_percent: 100 } } });

  test('none can be approved together, each is opened', async ({ codes, phone }) => {
    const member = await enrolled(await phone(), 'P002', codes.get('P002'));
    await logUnchanged(member, await oneHousehold(member), '都好。');
    const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
    await leader.goto('/review?show=same');
    await expect(leader.getByRole('heading', { name: '抽到要看的 1' })).toBeVisible();
    await expect(leader.getByRole('heading', { name: /^一起通过/ })).toHaveCount(0);
    await leader.getByRole('region', { name: /^抽到要看的/ }).getByRole('link').click();
    await expect(leader.getByText('都好。')).toBeVisible();
    await leader.getByRole('button', { name: '通过', exact: true }).click();
    await expect(leader.getByText('都看完了')).toBeVisible();
    await inStep(leader);
    await leader.goto('/review?show=same');
    await expect(leader.getByText('没有等着一起通过的')).toBeVisible();
  });
});

test('an approval of what was corrected meanwhile is refused, and the newer text is shown', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const household = await oneHousehold(member);
  await logUnchanged(member, household, '第一稿。');
  const visit = await member.locator('a.row[href^="/visits/"]').first().getAttribute('href');
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));

  await leader.goto((visit ?? '').replace('/visits/', '/review/'));
  await offline(leader, true);
  await leader.getByRole('button', { name: '通过', exact: true }).click();
  await expect(syncLine(leader)).toHaveText('无信号·1 条待送');

  await member.goto(`${visit}/correct`);
  await member.getByLabel('谈话内容').fill('第二稿，更清楚。');
  await save(member, '补充再送');
  await inStep(member);

  await offline(leader, false);
  await expect(syncLine(leader)).toHaveText('1 条要处理');
  await leader.goto('/me');
  const refused = leader.getByRole('region', { name: /^要处理的/ }).getByRole('listitem');
  await expect(refused).toContainText('对方刚改过这条走访');
  // Tried again as it is, the phone says at once that it cannot be, and keeps it: nothing goes by itself.
  await refused.getByRole('button', { name: '再送一次' }).click();
  await expect(leader.locator('#attention-error')).toContainText('对方刚改过这条走访');
  await expect(refused).toBeVisible();
  await expect(syncLine(leader)).toHaveText('1 条要处理');
  await refused.getByRole('link', { name: '导出' }).click();
  await expect(leader.getByText('这 1 条还没有送达')).toBeVisible();
  await leader.goto('/me');
  await refused.getByRole('link', { name: '改一改' }).click();
  await expect(leader.getByText('第二稿，更清楚。')).toBeVisible();
  await leader.getByRole('button', { name: '通过', exact: true }).click();
  await expect(leader.getByRole('button', { name: '通过', exact: true })).toHaveCount(0);

  await leader.goto('/me');
  await refused.getByRole('button', { name: '不要了' }).click();
  await leader.getByRole('dialog').getByRole('button', { name: '删掉这条' }).click();
  await inStep(leader);
  // It is gone by the leader's own hand, and that is noted: also over a new start.
  await leader.goto('/me');
  await expect(leader.getByText('没送达就删掉的有 1 项')).toBeVisible();
  await member.goto(visit ?? '');
  await member.reload();
  await expect(member.getByText('队长已看')).toBeVisible();
});

test('what a draft of an earlier revision said is shown beside the newer text', async ({ codes, phone }) => {
  const first = await enrolled(await phone(), 'P002', codes.get('P002'));
  await logUnchanged(first, await oneHousehold(first), '第一稿。');
  const visit = await first.locator('a.row[href^="/visits/"]').first().getAttribute('href');
  await first.goto(`${visit}/correct`);
  await first.getByLabel('谈话内容').fill('没来得及存的话。');
  await expect(first.getByText('草稿已存手机')).toBeVisible();
  await first.goto('/me');
  await inStep(first);

  const second = await phone();
  await signIn(second, 'P002', PASSWORD);
  await setCode(second);
  await inStep(second);
  await second.goto(`${visit}/correct`);
  await second.getByLabel('谈话内容').fill('另一部手机上的第二稿。');
  await save(second, '补充再送');
  await inStep(second);

  await first.getByRole('button', { name: '立即同步' }).click();
  await expect(async () => {
    await first.goto(`${visit}/correct`);
    await expect(first.getByLabel('谈话内容')).toHaveValue('另一部手机上的第二稿。', { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await expect(first.getByText('没来得及存的话。')).toBeVisible();
});

test('a return is the first thing on Today, also before a case that waits for the member', async ({ codes, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  await signSeen(leader, `/households/${(await oneHousehold(leader)).id}`, '9000');
  await inStep(leader);
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const cases = member.getByRole('region', { name: /^等我办的识别步骤/ });
  await expect(cases.getByRole('listitem')).toHaveCount(1);

  const household = await oneHousehold(member);
  await dueRow(member, household).click();
  await logChange(member, '工地上没活了，回来十天。');
  await inStep(member);
  await leader.goto('/');
  await inStep(leader);
  await returnVisit(leader, `${household.name}家`, '事实不清', '请写清楚是哪个工地。');
  await inStep(leader);

  await member.goto('/');
  const first = member.getByRole('main').getByRole('listitem').first();
  await expect(first).toContainText(`${household.name}家走访`);
  await expect(first).toContainText('退回');
  await expect(cases.getByRole('listitem')).toHaveCount(1);
});

test('a leader\'s own visit is filed, not reviewed', async ({ codes, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  await logUnchanged(leader, await oneHousehold(leader), '自己走的。');
  await leader.locator('a.row[href^="/visits/"]').first().click();
  await expect(leader.getByRole('list', { name: '这条记录走到哪了' })).toContainText('已存档');
  await leader.goto('/review?show=same');
  await expect(leader.getByText('没有等着一起通过的')).toBeVisible();
});
