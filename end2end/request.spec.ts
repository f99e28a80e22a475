// A request heard at the door: kept with the visit, seen to, answered, and finished only when the household was told.
import { expectOpenToAll } from './support/axe.ts';
import { account } from './support/case.ts';
import { enrol, enrolled, inStep, offline, syncLine } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, tick } from './support/visits.ts';

test('what a household asks is typed once, shows at the next visit, and is open until the household was told', async ({
  codes,
  ledger,
  phone,
}) => {
  await ledger.interrupt();
  const cadre = await account(ledger, 'W001', 'TOWN_REVIEWER', '--township', '万宝镇');
  await ledger.resume();
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  const home = `/households/${household.id}`;
  const form = member.locator('form#request');

  await test.step('during a visit, without signal; the half-filled visit is still there afterwards', async () => {
    await offline(member, true);
    await dueRow(member, household).click();
    await member.getByLabel('谈话内容').fill('院坝里聊了半个钟头。');
    await member.getByRole('link', { name: '户里有诉求？记一条' }).click();
    await member.getByRole('button', { name: '存这条诉求' }).click();
    await expect(form.getByRole('alert')).toHaveText('请先选是哪方面的。');
    await tick(form, '道路');
    await form.getByLabel('户里怎么说').fill('门口那段路下雨就烂。');
    await expect(form.getByLabel('最晚哪天给答复')).not.toHaveValue('');
    await expectOpenToAll(member, { name: 'request-form', open: () => expect(form).toBeVisible() });
    await member.setViewportSize({ width: 360, height: 740 });
    await member.getByRole('button', { name: '存这条诉求' }).click();
    await expect(member.getByRole('region', { name: /^上次的诉求/ })).toContainText('门口那段路下雨就烂。');
    await expect(member.getByLabel('谈话内容')).toHaveValue('院坝里聊了半个钟头。');
    await tick(member.getByRole('group', { name: '见到谁' }), '家里没人');
    await save(member);
    await expect(syncLine(member)).toHaveText('无信号·2 条待送');
    await expect(member.getByRole('region', { name: /^诉求 1/ })).toContainText('还没开始办');
  });

  await test.step('it is seen to, refused a step that says nothing, answered, told', async () => {
    await member.getByRole('region', { name: /^诉求 1/ }).getByRole('listitem').getByRole('link').click();
    const step = async (name: string) => {
      await member.locator('label.chip', { hasText: name }).click();
      await member.getByRole('button', { name: '存这一步' }).click();
    };
    await step('开始办');
    await expect(member.locator('main .tags')).toContainText('正在办');
    await step('办不了');
    await expect(member.getByRole('alert')).toBeVisible();
    await member.getByLabel('为什么办不了').fill('这段路明年才排得上，已报镇里。');
    await member.getByRole('button', { name: '存这一步' }).click();
    await expect(member.locator('main .tags')).toContainText('有结果，还没告知农户');
    // An answer is not the end: the next visit still has it to say.
    await member.goto(`${home}/visit`);
    await expect(member.getByRole('region', { name: /^上次的诉求/ })).toContainText('有结果，还没告知农户');
    await member.goto(home);
    await offline(member, false);
    await inStep(member);
  });

  await test.step('the township reads what is not finished, and the household is told', async () => {
    const desk = await phone(DESK);
    await enrol(desk, 'W001', cadre);
    await desk.getByRole('link', { name: '诉求' }).click();
    await expect(desk.getByRole('row').nth(1)).toContainText('门口那段路下雨就烂。');
    await expectOpenToAll(desk, { name: 'requests-desk', open: () => expect(desk.getByRole('row').nth(1)).toBeVisible() });
    await desk.setViewportSize(DESK.viewport);
    await member.goto('/');
    await member.getByRole('region', { name: /^要办要告知的诉求/ }).getByRole('link').click();
    await member.locator('label.chip', { hasText: '已告知农户' }).click();
    await tick(member, '电话');
    await member.getByRole('button', { name: '存这一步' }).click();
    await expect(member.locator('main .tags')).toContainText('办结');
    await expectOpenToAll(member, { name: 'request', open: () => expect(member.locator('main .tags')).toBeVisible() });
    await member.setViewportSize({ width: 360, height: 740 });
    await inStep(member);
    await desk.reload();
    await expect(desk.getByText('没有没办结的诉求')).toBeVisible();
    await member.goto(home);
    await expect(member.getByRole('region', { name: /^诉求/ })).toContainText('没有没办结的诉求');
    await member.goto(`${home}/visit`);
    await expect(member.getByLabel('谈话内容')).toBeVisible();
    await expect(member.getByRole('region', { name: /^上次的诉求/ })).toHaveCount(0);
  });
});
