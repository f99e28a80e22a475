// What does not go straight on: the township sends a case back, somebody objects to a notice, help goes before the papers,
// and two flags say the same.
import type { Page } from '@playwright/test';
import {
  account,
  ahead,
  decidingDesks,
  file,
  household,
  identify,
  reviewed,
  signSeen,
  tags,
  take,
  verified,
  villagePart,
} from './support/case.ts';
import { enrol, enrolled, inStep, offline, PASSWORD, signedIn, signIn } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, tick } from './support/visits.ts';

const DAY = 86_400_000;
/** The notice's days, and those of the second one. */
const NOTICE = 7;

/** The cases on Today in which the next step is the person's, in order. */
const mine = (page: Page) => page.getByRole('region', { name: /^等我办的识别步骤/ }).getByRole('listitem');

/** Fills why, or what. */
const because = (page: Page, words: string) => () => page.locator('form#step').getByLabel('理由').fill(words);

test('what the township sends back stands first with its reason and goes on in order, and an objection is heard before the notice ends', async ({
  codes,
  ledger,
  phone,
}) => {
  test.setTimeout(240_000);
  const { town: townCode, district: districtCode } = await decidingDesks(ledger);
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [returned, denied, waiting] = await dueHouseholds(leader, 3);
  if (!returned || !denied || !waiting) throw new Error('three households are needed');
  const why = '只问了务工收入，种植的没有问，请补问后重新核实。';

  await test.step('an objection stops the notice: one is upheld, which ends the case', async () => {
    await signSeen(leader, `/households/${denied.id}`, '9000');
    await villagePart(leader);
    await take(leader, '收到异议', because(leader, '有人说这户在县城有门面。'));
    await expect(tags(leader)).toContainText('有异议，等复核');
    await expect(leader.locator('form#step label.chip', { hasText: '贴出公示' })).toHaveCount(0);
    await take(leader, '异议成立', because(leader, '查到门面登记在户主名下，已当面说明。'));
    await expect(tags(leader)).toContainText('不符合，已结束');
    await expect(leader.locator('form#step')).toHaveCount(0);
    await inStep(leader);
  });

  await test.step('the other is not upheld, and the notice goes on with the days that it had', async () => {
    await signSeen(leader, `/households/${returned.id}`, '9000');
    await villagePart(leader);
    const until = await leader.getByText(/^公示中，/).textContent();
    await take(leader, '收到异议', because(leader, '有人说这户儿子在外面挣得多。'));
    await take(leader, '异议不成立，公示继续', because(leader, '问过儿子的厂里，工资不高，评议组都看了。'));
    await expect(tags(leader)).toContainText('村内公示');
    await expect(leader.getByText(/^公示中，/)).toHaveText(until ?? '');
    await inStep(leader);
    // A third one waits for its paper all the while.
    await signSeen(leader, `/households/${waiting.id}`, '9000');
    await expect(tags(leader)).toContainText('等农户签授权书');
    await inStep(leader);
  });

  const [town, district] = [await phone(DESK), await phone(DESK)];
  await test.step('the township says what is missing, and sends it back', async () => {
    await enrol(town, 'W001', townCode);
    await expect(town.getByRole('heading', { level: 1 })).toBeVisible();
    await enrol(district, 'D002', districtCode);
    await expect(district.getByRole('heading', { level: 1 })).toBeVisible();
    await ahead(ledger, NOTICE);
    await file(town, returned.name);
    const form = town.locator('form#step');
    await tick(form.getByRole('group', { name: '办了什么' }), '乡镇退回，重新入户核实');
    await form.getByRole('button', { name: '存这一步' }).click();
    await expect(form.getByRole('alert')).toHaveText('请写几个字。');
    await take(town, '乡镇退回，重新入户核实', because(town, why));
    await expect(tags(town)).toContainText('等入户核实');
    await expect(form).toHaveCount(0);
  });

  await test.step('the team sees it first on Today, verifies again, and everything that was done reads in order', async () => {
    const later = await phone();
    await later.clock.install({ time: new Date(Date.now() + NOTICE * DAY) });
    await signedIn(later, 'P001', PASSWORD);
    await later.goto('/');
    await expect(mine(later)).toHaveCount(2);
    await expect(mine(later).first()).toContainText(`${returned.name}家`);
    await expect(mine(later).first()).toContainText('等入户核实');
    await expect(mine(later).first()).toContainText(`退回：${why}`);
    await expect(mine(later).last()).toContainText(`${waiting.name}家`);
    await mine(later).first().getByRole('link').click();
    const steps = later.getByRole('region', { name: '办过的步骤', exact: true }).getByRole('listitem');
    const before = ['启动识别程序', '农户签了授权书', '入户核实，符合', '村级评议同意', '贴出公示', '收到异议', '异议不成立，公示继续'];
    await expect(steps).toContainText([...before, '乡镇退回，重新入户核实']);
    await expect(steps.last()).toContainText(why);
    await verified(later);
    await expect(steps).toContainText([...before, '乡镇退回，重新入户核实', '入户核实，符合']);
    await reviewed(later);
    await inStep(later);
    // What was hung before counts no more.
    await expect(tags(later)).toContainText('村内公示');
    await later.goto('/');
    await expect(mine(later)).toHaveCount(1);
    await expect(mine(later).first()).toContainText(`${waiting.name}家`);
  });

  await test.step('after the second notice the township passes it, and the district identifies it', async () => {
    await ahead(ledger, 2 * NOTICE);
    // A fortnight without a word: the desks sign in again.
    for (const [desk, staff] of [[town, 'W001'], [district, 'D002']] as const) {
      await desk.context().clearCookies();
      await signIn(desk, staff, PASSWORD);
      await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
    }
    await identify(town, district, returned.name);
    await expect(tags(district)).toContainText('已审定，等公告');
    const steps = district.getByRole('region', { name: '办过的步骤', exact: true }).getByRole('listitem');
    await expect(steps.filter({ hasText: '乡镇退回，重新入户核实' })).toContainText(why);
    await expect(steps.filter({ hasText: '入户核实，符合' })).toHaveCount(2);
  });
});

test('what cannot wait stands first everywhere and is helped before the papers, and two flags of a household become one', async ({
  codes,
  ledger,
  phone,
}) => {
  test.setTimeout(180_000);
  await ledger.interrupt();
  const townCode = await account(ledger, 'W001', 'TOWN_REVIEWER', '--township', '万宝镇');
  await ledger.resume();
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [plain, urgent] = await dueHouseholds(member, 2);
  if (!plain || !urgent) throw new Error('two households are needed');
  const toDecide = leader.getByRole('region', { name: /^等我研判的风险线索/ }).getByRole('listitem');

  await test.step('a member flags one household twice, and another that cannot wait', async () => {
    await offline(member, true);
    for (const sign of ['没活干', '借债多了']) {
      await member.goto(`/households/${plain.id}/flag`);
      await tick(member, sign);
      await member.getByRole('button', { name: '存这条线索' }).click();
      await expect(member.getByText('线索存好了')).toBeVisible();
    }
    await expect(member.getByRole('region', { name: '风险线索 2' })).toContainText('借债多了');
    await member.goto('/');
    await dueRow(member, urgent).click();
    await tick(member, '火灾水灾滑坡');
    await tick(member, '很急');
    await tick(member.getByRole('group', { name: '见到谁' }), '家里没人');
    await save(member);
    await offline(member, false);
    await inStep(member);
  });

  await test.step('the leader puts the second into the first, and one is left to decide on', async () => {
    await leader.goto('/');
    await inStep(leader);
    await expect(toDecide).toHaveCount(3);
    await expect(toDecide.first()).toContainText(`${urgent.name}家`);
    await toDecide.filter({ hasText: '借债多了' }).getByRole('link').click();
    await leader.getByRole('button', { name: '其他处理' }).click();
    const sheet = leader.getByRole('dialog');
    await tick(sheet, '并入另一条');
    await tick(sheet.getByRole('group', { name: '并入哪一条' }), '没活干');
    await sheet.getByRole('button', { name: '就这样定' }).click();
    await expect(sheet).toBeHidden();
    await expect(leader.getByRole('region', { name: '经过' }).getByRole('listitem').last()).toContainText('并入另一条');
    await expect(leader.getByRole('button', { name: '确认有风险' })).toHaveCount(0);
    const home = await household(leader, plain.name);
    const flags = leader.getByRole('region', { name: '风险线索 1' });
    await expect(flags).toContainText('没活干');
    await expect(flags).not.toContainText('借债多了');
    await flags.getByRole('link').click();
    await leader.getByRole('button', { name: '确认有风险' }).click();
    await expect(leader.getByRole('link', { name: '看识别进度' })).toBeVisible();
    await leader.goto(`${home}/plan`);
    // Without the green channel nothing is planned before the decision: there is no such page yet.
    await expect(leader.getByRole('heading', { level: 1, name: '这里没有这条资料' })).toBeVisible();
    await inStep(leader);
  });

  await test.step('the urgent one goes the green channel: its measure begins while the paper is not signed', async () => {
    await leader.goto('/');
    await toDecide.first().getByRole('link').click();
    await expect(leader.getByText('很急：先帮人，手续后补。')).toBeVisible();
    await leader.getByRole('button', { name: '确认有风险' }).click();
    await leader.getByRole('link', { name: '看识别进度' }).click();
    const address = new URL(leader.url()).pathname;
    await take(leader, '走绿色通道', because(leader, '房子被滑坡推倒一面墙，先安顿住处。'));
    await expect(tags(leader)).toContainText('绿色通道');
    await expect(tags(leader)).toContainText('等农户签授权书');
    await leader.goto(address.replace(/case$/, 'plan'));
    await leader.getByText('加一条措施').click();
    const form = leader.locator('form#measure');
    await tick(form, '住房安全保障');
    await form.getByLabel('具体做什么').fill('先租房安顿，再加固');
    await form.getByRole('button', { name: '存这条措施' }).click();
    const measures = leader.getByRole('region', { name: /^帮扶计划/ });
    await measures.getByText('登记进展').first().click();
    // What is carried on after an elimination is no choice before one.
    await expect(measures.locator('label.chip', { hasText: '消除后继续' })).toHaveCount(0);
    await tick(measures, '正在做');
    await measures.getByRole('button', { name: '登记进展' }).click();
    await expect(measures.locator('.tag')).toHaveText('正在做');
    await inStep(leader);
    await leader.goto(address);
    await expect(tags(leader)).toContainText('等农户签授权书');
  });

  await test.step('it stands first on Today, among the cases, among the flagged households and at the township’s desk', async () => {
    await leader.goto('/');
    await expect(mine(leader)).toHaveCount(2);
    await expect(mine(leader).first()).toContainText(`${urgent.name}家`);
    await expect(mine(leader).first()).toContainText('急');
    await expect(mine(leader).first()).toContainText('绿色通道');
    await leader.goto('/cases');
    await expect(leader.locator('main a.row[href$="/case"]').first()).toContainText(`${urgent.name}家`);
    await leader.goto('/households?show=flagged');
    await expect(leader.locator('main a.row[href^="/households/"]')).toHaveCount(2);
    await expect(leader.locator('main a.row[href^="/households/"]').first()).toContainText(urgent.name);
    // So it does among all households, and where one is chosen for a visit.
    for (const list of ['/households', '/households?show=due', '/visit/new']) {
      await leader.goto(list);
      const rows = leader.locator('main a.row[href^="/households/"]');
      await expect(rows.first()).toContainText(urgent.name);
      expect(await rows.count()).toBeGreaterThan(1);
    }
    const town = await phone(DESK);
    await enrol(town, 'W001', townCode);
    await expect(town.getByRole('heading', { level: 1, name: '识别程序' })).toBeVisible();
    await expect(town.getByRole('row').nth(1)).toContainText(`${urgent.name}家`);
    await expect(town.getByRole('row').nth(1)).toContainText('绿色通道');
    await expect(town.getByRole('row').nth(2)).toContainText(`${plain.name}家`);
  });

  await test.step('the member hears what became of all three', async () => {
    await member.goto('/');
    await inStep(member);
    const raised = member.getByRole('region', { name: /^我标记的风险/ }).getByRole('listitem');
    await expect(raised).toHaveCount(3);
    await expect(raised.filter({ hasText: '借债多了' })).toContainText('并入另一条');
    await expect(raised.filter({ hasText: '没活干' })).toContainText('已确认');
    await expect(raised.filter({ hasText: urgent.name })).toContainText('已确认');
  });
});
