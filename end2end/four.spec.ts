// The four not-removes: a line breaks the day its interval passes, a visit mends it, and the district sees both.
import type { Page } from '@playwright/test';
import { atTheBoard, officeAccount } from './support/desk.ts';
import { Handset } from './support/handset.ts';
import { enrolled, inStep, offline, onToday, unlock } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { dueHouseholds, save, tick } from './support/visits.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The district's figures: every interval is ten days, so that a phone still knows its records when one passes. */
const INTERVALS = { visit_interval_days: [10, 10, 10, 10, 10], open_alone_percent: 0 };

test.use({ setup: { figures: INTERVALS } });

/** The row of what was found of a household in a line's list. */
function found(page: Page, name: string) {
  return page.getByRole('listitem').filter({ hasText: `${name}家` });
}

/** Logs a visit at which everything was as it was. */
async function visit(page: Page, household: string): Promise<void> {
  await page.goto(`/households/${household}/visit`);
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await save(page);
}

test('a breach appears without signal the day its interval passes, and a visit clears it', async ({ ledger, codes }) => {
  const handset = await Handset.buy(ledger.url);
  try {
    const page = await enrolled(await handset.open(), 'P002', codes.get('P002'));
    const [household] = await dueHouseholds(page, 1);
    if (!household) throw new Error('no household is due');
    await visit(page, household.id);
    await inStep(page);
    const now = Date.now();
    await page.goto('/four/A4');
    await expect(page.getByRole('heading', { level: 1, name: 'A4 按时走访' })).toBeVisible();
    await expect(found(page, household.name)).toHaveCount(0);
    // What is on track opens to its evidence as well.
    await page.getByRole('button', { name: /^正常的 \d+ 处$/ }).click();
    await found(page, household.name).getByRole('link').click();
    await expect(page.locator('dl.facts').getByRole('link', { name: /的走访$/ })).toBeVisible();
    await handset.close();

    const states: [number, string][] = [
      [10, '临期'],
      [11, '断档'],
    ];
    for (const [days, state] of states) {
      const later = await handset.open({ offline: true, clock: new Date(now + days * DAY_MS) });
      await later.goto('/');
      await unlock(later);
      await onToday(later);
      await later.goto(`/households/${household.id}`);
      const own = later.getByRole('region', { name: '这户的四不摘' });
      await expect(own.getByRole('link', { name: /^A4/ })).toContainText(state);
      if (state === '断档') {
        await own.getByRole('link', { name: /^A4/ }).click();
        await expect(later.getByRole('heading', { name: '过了走访间隔' })).toBeVisible();
        await later.getByRole('link', { name: /^去走访一次/ }).click();
        await later.getByRole('button', { name: /^情况无变化/ }).click();
        await save(later);
        await later.goto(`/households/${household.id}`);
        await expect(later.getByRole('region', { name: '最近走访' })).toBeVisible();
        await expect(own.getByRole('link', { name: /^A4/ })).toHaveCount(0);
      }
      await handset.close();
    }
    expect(handset.complaints).toEqual([]);
  } finally {
    await handset.discard();
  }
});

test('the district\'s map turns when what was missing arrives', async ({ ledger, codes, phone }) => {
  const code = await officeAccount(ledger);
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const desk = await phone(DESK);
  await atTheBoard(desk, code);
  await desk.getByRole('navigation').getByRole('link', { name: '四不摘' }).click();
  const tile = desk.getByRole('link', { name: /^垭古村 / });
  await expect(tile).toHaveText(/^垭古村断档 \d+ 处$/);
  // The months below the map: only the running one is counted in an office that begins today.
  const months = desk.getByRole('region', { name: /^按月看：帮扶/ });
  await expect(months.getByRole('img')).toBeVisible();
  await expect(months.getByText(/^还没有统计的月份：/)).toBeVisible();
  await months.getByText('看每月的村数').click();
  const running = months.getByRole('row').last();
  await expect(running).toContainText('本月，还没过完');
  await expect(running.getByRole('cell').first()).toHaveText(/^[1-9]\d*$/);
  await expect(months.getByRole('row')).toHaveCount(13);
  // A figure opens its list, of the township that is chosen, by name.
  await running.getByRole('cell').first().getByRole('link').click();
  const behind = desk.getByRole('region', { name: /帮扶：断档/ }).first();
  await expect(behind.getByRole('link', { name: '垭古村' })).toBeVisible();
  await months.locator('select[name=township]').selectOption('万宝镇');
  await expect(behind.getByRole('link', { name: '垭古村' })).toBeVisible();
  await expect(behind.getByRole('row').nth(1)).toContainText('万宝镇');
  await tile.click();
  await expect(desk.getByRole('heading', { level: 1, name: '万宝镇垭古村' })).toBeVisible();
  // Of thousands of lines the first 200 and those of the village itself are drawn, the rest when it is asked for.
  const list = desk.getByRole('region', { name: /^先办这几件/ });
  await expect(list.getByRole('row').nth(200)).toBeVisible();
  expect(await list.getByRole('row').count()).toBeLessThan(220);
  await list.getByRole('button', { name: '再显示 200 处' }).click();
  await expect(list.getByRole('row').nth(400)).toBeVisible();
  const broken = desk.getByRole('listitem').filter({ hasText: '帮扶' }).getByText(/断档 \d+ 处/);
  const count = async (): Promise<number> => Number(/断档 (\d+) 处/.exec(await broken.innerText())?.[1]);
  const before = await count();
  expect(before).toBeGreaterThan(1);

  const households = await dueHouseholds(member, 2);
  await offline(member, true);
  for (const household of households) await visit(member, household.id);
  await offline(member, false);
  await member.goto('/');
  await inStep(member);
  await desk.reload();
  await expect.poll(count).toBe(before - households.length);
});

test('an explanation counts once the leader has confirmed it', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  await offline(member, true);
  await member.goto(`/households/${household.id}`);
  await member.getByRole('region', { name: '这户的四不摘' }).getByRole('link', { name: /^A4/ }).click();
  await member.getByRole('button', { name: '写好了' }).click();
  await expect(member.getByRole('alert')).toHaveText('请写几个字。');
  await member.getByLabel('原因').fill('全家在广东务工，过年才回来。');
  await member.getByRole('button', { name: '写好了' }).click();
  await expect(member.getByRole('alert')).toContainText('说明要有截止日期');
  const until = new Date(Date.now() + 60 * DAY_MS).toISOString().slice(0, 10);
  await member.getByLabel('到哪天为止').fill(until);
  await member.getByRole('button', { name: '写好了' }).click();
  await expect(member.getByText('等别人确认')).toBeVisible();
  await expect(member.getByRole('button', { name: '确认属实' })).toHaveCount(0);
  await offline(member, false);
  await member.goto('/');
  await inStep(member);

  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  await leader.goto('/households');
  await leader.locator('main a.row').filter({ hasText: household.name }).first().click();
  await leader.getByRole('region', { name: '这户的四不摘' }).getByRole('link', { name: /^A4/ }).click();
  await expect(leader.getByText('全家在广东务工，过年才回来。')).toBeVisible();
  await leader.getByRole('button', { name: '确认属实' }).click();
  await expect(leader.getByText('有合理原因')).toBeVisible();
  await inStep(leader);
  await member.reload();
  await member.goto(`/households/${household.id}`);
  await expect(member.getByRole('region', { name: '这户的四不摘' }).getByRole('link', { name: /^A4/ })).toContainText('有合理原因');
});

test('a state opens to the visits it was computed from, the newest first', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const households = await dueHouseholds(page, 2);
  await offline(page, true);
  for (const household of households) {
    await page.goto(`/households/${household.id}/visit`);
    const purposes = page.locator('fieldset#purposes');
    await purposes.getByRole('button').click();
    await tick(purposes, '集中排查');
    await page.getByRole('button', { name: /^情况无变化/ }).click();
    await save(page);
  }
  await page.goto('/four/S1?village=V001');
  await expect(page.locator('dl.facts')).toContainText('2 条，列在下面');
  const visits = page.getByRole('region', { name: /^凭什么算的/ }).getByRole('link');
  await expect(visits).toHaveCount(2);
  for (const household of households) {
    const own = visits.filter({ hasText: `${household.name}家` });
    await expect(own).toContainText('集中排查');
  }
  await visits.first().click();
  await expect(page).toHaveURL(/\/visits\//);
  await expect(page.getByText('集中排查').first()).toBeVisible();
});

test('posts of which the roster never told are to be named, and the phone says who names them', async ({ codes, phone }) => {
  // The office's roster has no sheet of the villages’ own posts.
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await page.goto('/four/R1?village=V001');
  await expect(page.getByRole('heading', { name: '责任人没登记齐' })).toBeVisible();
  await expect(page.getByText('临期').first()).toBeVisible();
  await expect(page.locator('dl.facts')).toContainText('第一书记');
  await expect(page.getByText('请区驻村办补上：村党组织书记、乡镇联村干部')).toBeVisible();
});

/** What the year's calendar asks for in a month, where it is one of the long seasons. */
function asked(month: number): string | undefined {
  if (month >= 4 && month <= 7) return '集中排查，每户都要到';
  return month >= 9 ? '居民医保集中缴费，问没参保的人' : undefined;
}

test('the tab begins with four pillars and the nearest deadline, the calendar and the tiers of visits stand beside', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await offline(page, true);
  await page.goto('/');
  await onToday(page);
  const season = asked(new Date(Date.now()).getMonth() + 1);
  if (season) await expect(page.getByText(season)).toBeVisible();
  await page.goto('/four');
  const cards = page.locator('ul.pillars a');
  await expect(cards).toHaveCount(4);
  await expect(cards.filter({ hasText: '帮扶' })).toContainText(/断档|临期|正常/);
  await expect(page.getByRole('region', { name: /^先办这几件/ }).getByRole('listitem').first()).toBeVisible();
  await page.goto('/four/A4');
  const tiers = page.getByRole('region', { name: '按户的类别看' });
  await expect(tiers.getByRole('heading', { name: /每 10 天/ }).first()).toBeVisible();
  await tiers.getByRole('link', { name: /过了间隔/ }).first().click();
  await expect(page).toHaveURL(/\/households\?show=past&tier=/);
});
