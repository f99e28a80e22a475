// The departments' comparison: the district sets by a document who has to answer, each answer that comes late says why or
// that nobody said why, and the decision waits for the last of them (§4.7, VP07).
import type { Page } from '@playwright/test';
import { expectOpenToAll } from './support/axe.ts';
import { ahead, decidingDesks, file, signSeen, tags, take, villagePart } from './support/case.ts';
import { enrol, enrolled, inStep } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { dueHouseholds, tick } from './support/visits.ts';

/** The notice's days: the comparison has had its five by then. */
const NOTICE = 7;
const ASKED = '要哪些部门比对';

/** What the page says beside a term of the case. */
const fact = (page: Page, term: string) => page.locator('dt', { hasText: term }).locator('+ dd');

test('the district sets which departments answer, a late answer is asked why, and the decision waits for all of them', async ({
  codes,
  ledger,
  phone,
}) => {
  test.setTimeout(240_000);
  const { town: townCode, district: districtCode } = await decidingDesks(ledger);
  const [town, district] = [await phone(DESK), await phone(DESK)];

  await test.step('nothing is set, which the page says; the district asks two departments by a document', async () => {
    await enrol(district, 'D002', districtCode);
    await district.getByRole('navigation').getByRole('link', { name: '参数' }).click();
    const figures = district.getByRole('region', { name: '天数、期限和人数', exact: true });
    const row = figures.getByRole('row').filter({ hasText: ASKED });
    await expect(row).toContainText('没有设定，有一个部门答复即可');
    await district.getByRole('button', { name: `改：${ASKED}` }).click();
    const form = district.locator('form#edition');
    const departments = form.getByRole('group', { name: /^都要答复才能审定/ });
    await tick(departments, '民政');
    await tick(departments, '医保');
    await form.getByLabel('文件号').fill('娄星农发〔2026〕12号');
    await form.getByRole('button', { name: '先看预览' }).click();
    const preview = district.getByRole('region', { name: /^预览/ }).first();
    await expect(preview.getByRole('row').filter({ hasText: ASKED })).toContainText('医保、民政', { timeout: 30_000 });
    await district.getByRole('button', { name: '发布这一版' }).click();
    await expect(district.getByRole('status').filter({ hasText: '已发布第 1 版' })).toBeVisible();
    await expect(row).toContainText('医保、民政');
    await expect(row).toContainText('娄星农发〔2026〕12号');
  });

  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [one, waiting] = await dueHouseholds(leader, 2);
  if (!one || !waiting) throw new Error('two households are needed');
  await test.step('a case that is opened from then on waits for both, and its team reads so on the phone', async () => {
    await signSeen(leader, `/households/${one.id}`, '9000');
    await villagePart(leader);
    await expect(fact(leader, '还没答复的部门')).toHaveText('医保、民政');
    // Another waits for its paper all the while.
    await signSeen(leader, `/households/${waiting.id}`, '9000');
    await inStep(leader);
  });

  await test.step('the team’s pipeline says how many stand where, and each figure opens its list', async () => {
    await leader.goto('/cases');
    const cases = leader.getByRole('region', { name: '识别程序', exact: true });
    const listed = cases.locator('a.row[href$="/case"]');
    await expect(listed).toHaveCount(2);
    for (const [step, name] of [
      ['村内公示', one.name],
      ['等农户签授权书', waiting.name],
    ] as const) {
      await cases.getByRole('button', { name: new RegExp(`1 户\\s*${step}`) }).click();
      await expect(listed).toHaveCount(1);
      await expect(listed).toContainText(`${name}家`);
    }
    await cases.getByRole('button', { name: '全部' }).click();
    await expect(listed).toHaveCount(2);
  });

  await test.step('so does the township’s, which passes the case when the notice is over', async () => {
    await enrol(town, 'W001', townCode);
    await expect(town.getByRole('heading', { level: 1 })).toBeVisible();
    await ahead(ledger, NOTICE);
    await town.goto('/desk/cases');
    const listed = town.getByRole('region', { name: '逐户', exact: true }).getByRole('row');
    await expect(listed).toHaveCount(3);
    await town.getByRole('button', { name: /1 户\s*等乡镇审核/ }).click();
    await expect(listed).toHaveCount(2);
    await expect(listed.nth(1)).toContainText(`${one.name}家`);
    await file(town, one.name);
    await take(town, '乡镇审核通过');
  });

  const form = district.locator('form#step');
  const steps = district.getByRole('region', { name: '办过的步骤', exact: true }).getByRole('listitem');
  const decide = async () => {
    await tick(form.getByRole('group', { name: '办了什么' }), '区级审定通过');
    await form.getByRole('button', { name: '存这一步' }).click();
    await expect(form.getByRole('alert')).toContainText('区里要求比对的部门还没有都答复');
  };
  await test.step('the district cannot decide; a late answer is asked why, and the reason stands with it', async () => {
    // Its list says of each case who is still awaited.
    await district.goto('/desk/cases');
    await expect(district.getByRole('row').filter({ hasText: `${one.name}家` })).toContainText('还没答复：医保、民政');
    await file(district, one.name);
    await decide();
    await take(district, '信息比对', async () => {
      await expect(form.getByText(/^这一步最晚是/)).toBeVisible();
      await tick(form.getByRole('group', { name: '比对一致的部门' }), '民政');
      await form.getByLabel('超期原因').fill('民政系统停机三天');
    });
    await expect(steps.last()).toContainText('超期原因：民政系统停机三天');
    await expect(fact(district, '比对一致的部门')).toHaveText('民政');
    await expect(fact(district, '还没答复的部门')).toHaveText('医保');
    await decide();
    await expectOpenToAll(district, { name: 'comparison', open: () => expect(fact(district, '还没答复的部门')).toBeVisible() });
    await district.setViewportSize(DESK.viewport);
  });

  await test.step('the last answer differs and says no reason, which is said; the case goes on', async () => {
    await take(district, '信息比对', () => tick(form.getByRole('group', { name: '比对不一致的部门' }), '医保'));
    await expect(steps.last()).toContainText('没有写原因');
    await expect(fact(district, '比对不一致的部门')).toHaveText('医保');
    await expect(fact(district, '还没答复的部门')).toHaveCount(0);
    await take(district, '区级审定通过');
    await expect(tags(district)).toContainText('已审定，等公告');
  });

  await test.step('what waits too long is a figure as well, which opens its list', async () => {
    // The whole limit leaves eight days beside the notice's seven: by now nobody has signed in time.
    await ahead(ledger, NOTICE + 5);
    const listed = (desk: Page) => desk.getByRole('region', { name: '逐户', exact: true }).getByRole('row');
    await town.goto('/desk/cases');
    await expect(listed(town)).toHaveCount(3);
    await town.getByRole('button', { name: /^超期的/ }).click();
    await expect(listed(town)).toHaveCount(2);
    await expect(listed(town).nth(1)).toContainText(`${waiting.name}家`);
    await district.goto('/desk/cases');
    await expect(listed(district)).toHaveCount(3);
    const townships = district.getByRole('region', { name: /^各乡镇各步骤的户数/ });
    await townships.getByRole('link', { name: '1 户超期' }).click();
    await expect(district).toHaveURL(/state=AWAIT_AUTHORISATION&township=.+&only=late/);
    await expect(listed(district)).toHaveCount(2);
    await expect(listed(district).nth(1)).toContainText(`${waiting.name}家`);
  });
});
