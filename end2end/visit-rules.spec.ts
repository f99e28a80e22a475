// What a visit says beside the facts, and what is only hinted at: the same day twice, numbers in words, copied words.
import { enrolled, inStep } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, tick } from './support/visits.ts';

const WORDS = '老人身体还好，儿子上个月回来过一次，地里的活也做完了，过几天去城里看孙子。';

test('what was explained and done is kept, and copied words are a hint for the leader alone', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [first, second] = await dueHouseholds(member, 2);
  if (!first || !second) throw new Error('no two households are due');

  await test.step('what was explained and done is folded, and kept', async () => {
    await dueRow(member, first).click();
    await member.getByRole('button', { name: /^情况无变化/ }).click();
    await member.getByLabel('谈话内容').fill(WORDS);
    await expect(member.getByLabel('办了什么实事')).toHaveCount(0);
    await member.getByRole('button', { name: /^宣讲政策、办实事/ }).click();
    await tick(member.getByRole('group', { name: '讲了哪些政策' }), '医疗救助');
    await member.getByLabel('办了什么实事').fill('帮着交了医保');
    await save(member);
    await inStep(member);
    await member.locator('a.row[href^="/visits/"]').first().click();
    await expect(member.getByText('医疗救助', { exact: true })).toBeVisible();
    await expect(member.getByText('帮着交了医保', { exact: true })).toBeVisible();
  });

  await test.step('a second visit of that day says so, and leads to the first', async () => {
    await member.goto(`/households/${first.id}/visit`);
    await expect(member.getByText(/^今天.*已经走访过这户，看看是不是同一次。/)).toBeVisible();
    await expect(member.getByRole('link', { name: '是同一次，改那条' })).toHaveAttribute('href', /^\/visits\/.*\/correct$/);
    await member.getByLabel('谈话内容').fill('电话10016837266');
    await expect(member.getByText('文字里好像有证件号或手机号，最好删掉。')).toBeVisible();
  });

  await test.step('the same words elsewhere are a hint for the leader, and stop nothing', async () => {
    await member.goto('/');
    await dueRow(member, second).click();
    await member.getByRole('button', { name: /^情况无变化/ }).click();
    await member.getByLabel('谈话内容').fill(WORDS);
    await save(member);
    await inStep(member);
    const visit = (await member.locator('a.row[href^="/visits/"]').first().getAttribute('href')) ?? '';
    const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
    await leader.goto(visit.replace('/visits/', '/review/'));
    await expect(leader.getByRole('link', { name: new RegExp(`走访${first.name}家时也写了同样的话`) })).toBeVisible();
    await member.goto(visit);
    await expect(member.getByText(/同样的话/)).toHaveCount(0);
    await leader.getByRole('button', { name: '通过', exact: true }).click();
    await inStep(leader);
  });
});

test('a visit of five days ago is saved with the reason for recording it late, and not without', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(member, household).click();
  await member.getByRole('button', { name: /^情况无变化/ }).click();
  await member.getByRole('button', { name: /^时间和方式/ }).click();
  const day = await member.evaluate(() => new Date(Date.now() - 5 * 86_400_000).toLocaleDateString('sv-SE'));
  await member.getByLabel('哪天去的').fill(day);

  await member.getByRole('button', { name: '保存', exact: true }).click();
  await expect(member.getByText('隔了几天才记的，请写一句补录原因。').first()).toBeVisible();
  await expect(member.getByText('这次走访存好了')).toHaveCount(0);
  await member.getByLabel(/^晚记了 5 天，写一句原因/).fill('手机坏了');
  await save(member);
  await inStep(member);
  await member.locator('a.row[href^="/visits/"]').first().click();
  await expect(member.getByText(/手机坏了/).first()).toBeVisible();
});
