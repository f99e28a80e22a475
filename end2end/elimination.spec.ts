// The whole way of a household: a sign ticked by a member at the door without signal, the leader's triage, two people at
// home, village, seven days of notice, township, district, help, half a year, criteria and elimination; and a new sign,
// which opens the second episode in the same file.
import type { Page } from '@playwright/test';
import { expectOpenToAll } from './support/axe.ts';
import {
  ahead,
  calculate,
  decidingDesks,
  file,
  household,
  identify,
  reviewed,
  seenAtTheDoor,
  signSeen,
  tags,
  take,
  verified,
  villagePart,
  vote,
} from './support/case.ts';
import { printed } from './support/papers.ts';
import { enrol, enrolled, inStep, offline, PASSWORD, signedIn, signIn, syncLine } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { tick } from './support/visits.ts';

const DAY = 86_400_000;
const HALF_A_YEAR = 200;

/** The lines of the years in which the story may end; the district's own figures in this test. */
const YEARS = [2026, 2027, 2028, 2029, 2030];
test.use({
  setup: { figures: { income_lines: YEARS.map((year) => ({ year, yuan: 8_000, document: '本测试的文件' })) } },
});

test('from a sign at the door a household is monitored, helped and eliminated, and a new sign opens its second episode', async ({
  codes,
  ledger,
  phone,
}) => {
  test.setTimeout(300_000);
  const { town: townCode, district: districtCode } = await decidingDesks(ledger);
  const [town, district] = [await phone(DESK), await phone(DESK)];
  const desks: [Page, string][] = [
    [town, 'W001'],
    [district, 'D002'],
  ];
  /** Sessions end with the months: everybody signs in again. */
  const again = async () => {
    for (const [desk, staff] of desks) {
      await desk.context().clearCookies();
      await signIn(desk, staff, PASSWORD);
      await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
    }
  };
  /** The leader's phone on a day to come. */
  const leaderOn = async (days: number): Promise<Page> => {
    const page = await phone();
    await page.clock.install({ time: new Date(Date.now() + days * DAY) });
    return signedIn(page, 'P001', PASSWORD);
  };

  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const name = await test.step('a member without signal ticks a sign at the door, asks everything and calculates', async () => {
    const row = member.locator('a.row[href^="/households/"][href$="/visit"]').filter({ hasNotText: '监测户' }).first();
    const name = ((await row.locator('.n').textContent()) ?? '').trim().split(/[\s家]/)[0] ?? '';
    const home = await household(member, name);
    await expect(member.getByRole('region', { name: '风险消除' })).toHaveCount(0);
    await offline(member, true);
    await seenAtTheDoor(member, home, '9000');
    await expect(member.getByRole('region', { name: '风险线索 1' })).toContainText('大额医药费');
    await expect(syncLine(member)).toHaveText('无信号·2 条待送');
    await offline(member, false);
    await inStep(member);
    return name;
  });

  const first = await enrolled(await phone(), 'P001', codes.get('P001'));
  await test.step('the leader confirms it on Today, and the case is the member’s, who verifies at home with somebody of the village', async () => {
    const flags = first.getByRole('region', { name: /^等我研判的风险线索/ });
    await flags.getByRole('link').filter({ hasText: name }).click();
    await first.getByRole('button', { name: '确认有风险' }).click();
    await expect(first.getByRole('link', { name: '看识别进度' })).toBeVisible();
    await inStep(first);
    await member.goto('/');
    await member.getByRole('region', { name: /^等我办的识别步骤/ }).getByRole('link').filter({ hasText: name }).click();
    await take(member, '农户签了授权书');
    await verified(member);
    await inStep(member);
    // The village's minutes are the leader's or the cadre's: nothing is left for a member but what may always be said.
    await expect(tags(member)).toContainText('等村级评议');
    await expect(member.locator('form#step label.chip', { hasText: '村级评议同意' })).toHaveCount(0);
  });

  await test.step('the village agrees and hangs the notice; after seven days township and district identify it, and it is helped', async () => {
    const leader = first;
    await leader.goto('/');
    const mine = leader.getByRole('region', { name: /^等我办的识别步骤/ }).getByRole('link').filter({ hasText: name });
    await expect(mine).toContainText('等村级评议');
    await mine.click();
    await reviewed(leader);
    await inStep(leader);
    const home = await household(leader, name);
    await enrol(town, 'W001', townCode);
    await expect(town.getByRole('heading', { level: 1 })).toBeVisible();
    await enrol(district, 'D002', districtCode);
    await expect(district.getByRole('heading', { level: 1 })).toBeVisible();
    await ahead(ledger, 7);
    await identify(town, district, name);
    await leader.goto(`${home}/plan`);
    await expect(leader.getByText('加一条措施')).toBeVisible();
    await leader.getByText('加一条措施').click();
    const form = leader.locator('form#measure');
    await tick(form, '健康帮扶');
    await form.getByLabel('具体做什么').fill('大病救助申请');
    await form.getByRole('button', { name: '存这条措施' }).click();
    const measures = leader.getByRole('region', { name: /^帮扶计划/ });
    await measures.getByText('登记进展').first().click();
    await tick(measures, '正在做');
    await measures.getByRole('button', { name: '登记进展' }).click();
    // The form's own chips say it as well: the tag says that it was saved.
    await expect(measures.locator('.tag')).toHaveText('正在做');
    await leader.goto(`${home}/elimination`);
    const nominate = leader.locator('form#step');
    await tick(nominate.getByRole('group', { name: '风险是怎么消除的' }), '帮扶后消除');
    await nominate.getByRole('button', { name: '存这一步' }).click();
    await expect(nominate.getByRole('alert')).toBeVisible();
    await expect(leader.getByRole('region', { name: '消除办过的步骤' })).toHaveCount(0);
    await inStep(leader);
  });

  const leader = await test.step('half a year later: what the criteria lack is said and put right, and the nomination waits for signal', async () => {
    await ahead(ledger, HALF_A_YEAR);
    const leader = await leaderOn(HALF_A_YEAR);
    const home = await household(leader, name);
    await leader.getByRole('region', { name: '风险消除' }).getByRole('link').click();
    const form = leader.locator('form#step');
    await tick(form.getByRole('group', { name: '风险是怎么消除的' }), '帮扶后消除');
    const criterion = (words: string) =>
      leader.getByRole('region', { name: '条件' }).getByRole('listitem').filter({ hasText: words });
    await expect(criterion('认定满规定的月数')).toContainText('符合');
    await expect(criterion('帮扶措施有进展')).toContainText('1 条措施');
    await expect(criterion('人均纯收入高于监测线')).toContainText('还不清楚');
    await form.getByRole('button', { name: '存这一步' }).click();
    await expect(form.getByRole('alert')).toContainText('监测线');
    await expectOpenToAll(leader, {
      name: 'nomination',
      open: async () => {
        await leader.goto(`${home}/elimination`);
        await tick(form.getByRole('group', { name: '风险是怎么消除的' }), '帮扶后消除');
        await expect(criterion('认定满规定的月数')).toBeVisible();
      },
    });
    await leader.setViewportSize({ width: 360, height: 740 });
    await criterion('人均纯收入高于监测线').getByRole('link').click();
    await calculate(leader, home, '99000');
    await leader.goto(`${home}/elimination`);
    await offline(leader, true);
    await tick(form.getByRole('group', { name: '风险是怎么消除的' }), '帮扶后消除');
    await expect(criterion('人均纯收入高于监测线')).toContainText('监测线 8000 元');
    await form.getByLabel('联系人怎么说').fill('医药费报了，人也去上班了。');
    await form.getByRole('button', { name: '存这一步' }).click();
    await expect(tags(leader)).toContainText('等入户核实');
    await expect(leader.getByText(/有步骤还没送达/)).toBeVisible();
    await take(
      leader,
      '入户核实，风险已稳定消除',
      async () => {
        await form.getByLabel('另一个人的姓名').fill('刘会计');
        await expect(form.getByLabel('户里谁签的字')).toHaveValue(name);
      },
      'elimination',
    );
    await offline(leader, false);
    await inStep(leader);
    await expect(leader.getByText(/有步骤还没送达/)).toHaveCount(0);
    await leader.goto('/');
    await leader.getByRole('region', { name: /^等我办的消除步骤/ }).getByRole('link').click();
    await take(leader, '村级评议同意', () => vote(leader), 'elimination');
    await take(leader, '贴出公示', () => form.getByLabel('贴在哪里').fill('村口公开栏'), 'elimination');
    await inStep(leader);
    await expectOpenToAll(leader, {
      name: 'elimination',
      open: () => leader.goto(`${home}/elimination`).then(() => expect(leader.getByText(/^公示中，/)).toBeVisible()),
    });
    return leader;
  });

  await test.step('the forms are printed from what was entered, and the notice says only what it may', async () => {
    const assessed = await printed(leader, () => leader.getByRole('button', { name: /^附表10/ }).click());
    await expect(assessed.getByRole('heading', { level: 1 })).toContainText('附表10');
    await expect(assessed.getByText('人均纯收入高于监测线')).toBeVisible();
    await expectOpenToAll(assessed, { name: 'paper-assess', open: async () => undefined });
    const notice = await printed(leader, () => leader.getByRole('button', { name: '公示' }).click());
    await expect(notice.getByText('拟标注风险消除')).toBeVisible();
    await expect(notice.getByText(name)).toBeVisible();
    await expect(notice.getByText('因病')).toHaveCount(0);
    await expectOpenToAll(notice, { name: 'paper-notice', open: async () => undefined });
  });

  await test.step('township and district decide, with the criteria before them', async () => {
    await ahead(ledger, HALF_A_YEAR + 7);
    await again();
    await town.goto('/desk/cases');
    await expect(town.getByRole('region', { name: '风险消除逐户' }).getByRole('row').nth(1)).toContainText('等乡镇审核');
    await file(town, name);
    await take(town, '乡镇审核通过', undefined, 'elimination');
    await district.goto('/desk/cases');
    await district.getByRole('button', { name: /等区级审定/ }).last().click();
    await expect(district.getByRole('region', { name: '风险消除逐户' }).getByRole('row')).toHaveCount(2);
    await file(district, name);
    await expect(district.getByRole('region', { name: '条件' })).toContainText('人均纯收入高于监测线');
    await expectOpenToAll(district, { name: 'elimination-desk', open: () => file(district, name) });
    await district.setViewportSize(DESK.viewport);
    await take(district, '区级审定消除', undefined, 'elimination');
    await expect(tags(district)).toContainText('已审定消除');
  });

  await test.step('a new sign opens a case in the same file, and its decision the second episode', async () => {
    const relapse = HALF_A_YEAR + 8;
    await ahead(ledger, relapse);
    await again();
    const leader = await leaderOn(relapse);
    const home = await household(leader, name);
    await expect(tags(leader)).toContainText('风险已消除');
    await leader.getByRole('region', { name: '风险消除' }).getByRole('link').click();
    const episodes = leader.getByRole('region', { name: '监测经过' }).getByRole('listitem');
    await expect(episodes).toHaveCount(1);
    await expect(episodes.first()).toContainText('消除（帮扶后消除）');
    await signSeen(leader, home, '4000');
    await villagePart(leader);
    await ahead(ledger, relapse + 7);
    await again();
    await identify(town, district, name);
    const later = await leaderOn(relapse + 7);
    await household(later, name);
    await expect(tags(later)).toContainText('突发严重困难户');
    await expect(tags(later)).not.toContainText('风险已消除');
    await later.goto(`${await household(later, name)}/elimination`);
    await expect(later.getByRole('region', { name: '监测经过' }).getByRole('listitem')).toHaveCount(2);
    await expect(later.getByRole('region', { name: '监测经过' }).getByRole('listitem').last()).toContainText('还在监测');
  });
});
