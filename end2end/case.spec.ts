// A confirmed flag becomes a monitored household: signature, two people at home, village, seven days of notice,
// township, district. What a phone records without signal is not called done before the server has it.
import { expectOpenToAll } from './support/axe.ts';
import { decidingDesks, tags, take } from './support/case.ts';
import { enrol, enrolled, inStep, offline, syncLine } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, tick } from './support/visits.ts';

test('a flag is carried to a monitored household by two verifiers, the village, seven days, township and district', async ({
  codes,
  ledger,
  phone,
}) => {
  const { town, district } = await decidingDesks(ledger);
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [household] = await dueHouseholds(leader, 1);
  if (!household) throw new Error('no household is due');
  const home = `/households/${household.id}`;

  await test.step('at the door, without signal: a sign, everything asked, the flag confirmed, the paper signed', async () => {
    await offline(leader, true);
    await dueRow(leader, household).click();
    await tick(leader, '大额医药费');
    await leader.getByRole('button', { name: /^还有 \d+ 项该问了/ }).click();
    const assured = leader.locator('label.chip', { hasText: '有保障' });
    await expect(assured).toHaveCount(6);
    for (const chip of await assured.all()) await chip.click();
    await save(leader);
    await leader.goto(`${home}/income`);
    await leader.getByLabel('外出务工').fill('9000');
    await leader.getByRole('button', { name: '保存', exact: true }).click();
    await expect(leader.getByRole('region', { name: '队里的测算' })).toContainText('还没送达');
    await leader.getByRole('region', { name: /^风险线索/ }).getByRole('link').click();
    await leader.getByRole('button', { name: '确认有风险' }).click();
    await leader.getByRole('link', { name: '看识别进度' }).click();
    await expect(tags(leader)).toContainText('等农户签授权书');
    await take(leader, '农户签了授权书');
    await expect(leader.getByText(/有步骤还没送达。服务器上现在是：等农户签授权书/)).toBeVisible();
    await leader.reload();
    await expect(tags(leader)).toContainText('等入户核实');
    await offline(leader, false);
    await inStep(leader);
    await expect(leader.getByText(/有步骤还没送达/)).toHaveCount(0);
  });

  await test.step('one verifier is not enough; two are, and the village agrees and hangs the notice', async () => {
    await leader.goto('/');
    await leader.getByRole('region', { name: /^等我办的识别步骤/ }).getByRole('link').click();
    const form = leader.locator('form#step');
    await tick(form.getByRole('group', { name: '办了什么' }), '入户核实，符合');
    await form.getByRole('button', { name: '存这一步' }).click();
    await expect(form.getByRole('alert')).toHaveText('请选监测类别。');
    await tick(form, '突发严重困难户');
    await form.getByRole('button', { name: '存这一步' }).click();
    await expect(form.getByRole('alert')).toContainText('入户核实要有两个人');
    await take(leader, '入户核实，符合', () => form.getByLabel('另一个人的姓名').fill('刘会计'));
    await take(leader, '村级评议同意', async () => {
      await form.getByLabel('到会人数').fill('9');
      await form.getByLabel('同意', { exact: true }).fill('8');
      await form.getByLabel('不同意', { exact: true }).fill('1');
    });
    await take(leader, '贴出公示', () => form.getByLabel('贴在哪里').fill('村口公开栏'));
    await inStep(leader);
    await expect(leader.getByText(/^公示中，/)).toBeVisible();
    await expectOpenToAll(leader, { name: 'case', open: () => leader.goto(`${home}/case`).then(() => expect(leader.locator('form#step')).toBeVisible()) });
    await leader.setViewportSize({ width: 360, height: 740 });
  });

  await test.step('the township sees it, and can pass it only once the notice has hung its seven days', async () => {
    const desk = await phone(DESK);
    await enrol(desk, 'W001', town);
    await expect(desk.getByRole('heading', { level: 1, name: '识别程序' })).toBeVisible();
    await expect(desk.getByRole('row').nth(1)).toContainText('村内公示');
    await desk.getByRole('link', { name: `${household.name}家` }).click();
    await expect(tags(desk)).toContainText('村内公示');
    await expect(desk.locator('form#step')).toHaveCount(0);
    await ledger.interrupt();
    await ledger.resume({ LEDGER_TEST_DAYS_AHEAD: '7' });
    await desk.reload();
    await expect(tags(desk)).toContainText('等乡镇审核');
    await take(desk, '乡镇审核通过');
    await expect(desk.getByText('这一步已登记。')).toBeVisible();
    await expect(tags(desk)).toContainText('等区级审定');
  });

  await test.step('the district decides only on compared data, and the household is monitored', async () => {
    const desk = await phone(DESK);
    await enrol(desk, 'D002', district);
    await expect(desk.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
    await desk.getByRole('region', { name: '等区里审定' }).getByRole('link', { name: /识别/ }).click();
    await expect(desk.getByRole('button', { name: /等区级审定/ })).toHaveAttribute('aria-pressed', 'true');
    const listed = desk.getByRole('region', { name: '逐户', exact: true }).getByRole('row');
    await expect(listed).toHaveCount(2);
    // By township: each figure opens its list, of its step and its township.
    const ofTownship = (name: string) =>
      desk.getByRole('region', { name: /^各乡镇各步骤的户数/ }).getByRole('row', { name: new RegExp(`^${name}`) });
    await ofTownship('杉山镇').getByRole('link').first().click();
    await expect(listed).toHaveCount(1);
    await ofTownship('万宝镇').getByRole('link', { name: '1', exact: true }).click();
    await expect(desk).toHaveURL(/state=COUNTY_REVIEW&township=/);
    await expect(listed).toHaveCount(2);
    await expect(desk.getByRole('region', { name: '逐户', exact: true }).getByRole('combobox').first()).toHaveValue('万宝镇');
    await desk.getByRole('link', { name: `${household.name}家` }).click();
    // What the decision rests on stands beside it: the guarantees, and the calculation of the household.
    const made = desk.getByRole('region', { name: '队里的测算' });
    await expect(made.getByRole('figure', { name: '收入构成' })).toContainText('工资性收入 9,000 元，占 100%');
    await made.getByText('逐项看算不算').click();
    await expect(made.getByRole('listitem').filter({ hasText: '外出务工' })).toContainText('计入：纯收入公式的组成部分');
    const form = desk.locator('form#step');
    await tick(form.getByRole('group', { name: '办了什么' }), '区级审定通过');
    await form.getByRole('button', { name: '存这一步' }).click();
    await expect(form.getByRole('alert')).toContainText('请先登记部门信息比对结果');
    await take(desk, '信息比对', () => tick(form.getByRole('group', { name: '比对一致的部门' }), '民政'));
    await take(desk, '区级审定通过');
    await take(desk, '已公告', () => form.getByLabel('贴在哪里').fill('村口公开栏'));
    await take(desk, '录入全国系统', () => form.getByLabel('全国系统户编号').fill('9990000001'));
    await expect(tags(desk)).toContainText('已录入全国系统');
  });

  await test.step('Today says that the plan waits, and opens it', async () => {
    await leader.goto('/');
    await inStep(leader);
    const waiting = leader.getByRole('region', { name: /^等着办的帮扶计划/ });
    await expect(waiting).toBeVisible();
    const rest = waiting.locator('summary');
    if ((await rest.count()) > 0) await rest.click();
    const row = waiting.getByRole('link', { name: new RegExp(`${household.name}家`) });
    await expect(row).toContainText('计划最晚');
    await row.click();
    await expect(leader.getByRole('heading', { level: 1, name: `帮扶计划 · ${household.name}家` })).toBeVisible();
  });

  await test.step('the plan: what it lacks, a measure, its progress and the signature, without signal', async () => {
    await leader.goto(home);
    await expect(leader.getByRole('region', { name: '识别程序' })).toContainText('已录入全国系统');
    await expect(tags(leader)).toContainText('突发严重困难户');
    await offline(leader, true);
    await leader.getByRole('region', { name: '帮扶计划' }).getByRole('link').click();
    await expect(leader.getByText('还没有帮扶联系人')).toBeVisible();
    await leader.getByText('加一条措施').click();
    const form = leader.locator('form#measure');
    await form.getByRole('button', { name: '存这条措施' }).click();
    await expect(form.getByRole('alert')).toHaveText('请选是哪一类措施。');
    await tick(form, '产业帮扶');
    await tick(form.getByRole('group', { name: '哪一种' }), '种苗化肥物资');
    await form.getByLabel('具体做什么').fill('送种苗两百株');
    await form.getByLabel('金额（元）').fill('1,200');
    await form.getByRole('button', { name: '存这条措施' }).click();
    const measures = leader.getByRole('region', { name: /^帮扶计划/ });
    await expect(measures.getByRole('listitem')).toContainText('种苗化肥物资：送种苗两百株');
    await expect(measures.getByRole('listitem')).toContainText('已计划');
    // The main risk is illness, and seedlings do not answer it.
    await expect(leader.getByText('“因病”还没有对应的措施')).toBeVisible();
    await measures.getByText('登记进展').first().click();
    await tick(measures, '正在做');
    await measures.getByRole('button', { name: '登记进展' }).click();
    // The form's own chips say it as well: the tag says that it was saved.
    await expect(measures.locator('.tag')).toHaveText('正在做');
    await leader.getByLabel('农户意愿').fill('想再养二十只鸡');
    await leader.getByRole('button', { name: '我已看过，签这份计划' }).click();
    await expect(leader.getByText(/已签$/)).toBeVisible();
    await expect(leader.getByText('农户意愿：想再养二十只鸡')).toBeVisible();
    await expect(syncLine(leader)).toHaveText('无信号·3 条待送');
    await offline(leader, false);
    await inStep(leader);
    await expect(measures.getByText('还没有送达')).toHaveCount(0);
  });
});
