// Cases and eliminations as teams and desks carry them: accounts of desks, the form of the next step.
import { expect, type Page } from '@playwright/test';
import { invitation } from './districts.ts';
import { inStep } from './person.ts';
import type { LedgerServer } from './server.ts';
import { save, tick } from './visits.ts';

/** An account for a desk, made at the machine. Gives its enrolment code. */
export async function account(ledger: LedgerServer, staff: string, role: string, ...place: string[]): Promise<string> {
  return invitation(await ledger.cli('user', 'add', staff, '--name', `${role}某`, '--role', role, ...place));
}

/** Accounts for the township and for the district's administration, made while the server rests. Gives their codes. */
export async function decidingDesks(ledger: LedgerServer): Promise<{ town: string; district: string }> {
  await ledger.interrupt();
  const town = await account(ledger, 'W001', 'TOWN_REVIEWER', '--township', '万宝镇');
  const district = await account(ledger, 'D002', 'DISTRICT_ADMIN');
  await ledger.resume();
  return { town, district };
}

/** The list of steps, of a case or of an elimination. */
const STEPS = { case: '办过的步骤', elimination: '消除办过的步骤' };

/** Records the next step on the page that is open. */
export async function take(
  page: Page,
  step: string,
  fill: () => Promise<void> = async () => {},
  of: keyof typeof STEPS = 'case',
): Promise<void> {
  const form = page.locator('form#step');
  await tick(form.getByRole('group', { name: '办了什么' }), step);
  await fill();
  await form.getByRole('button', { name: '存这一步' }).click();
  const steps = page.getByRole('region', { name: STEPS[of], exact: true });
  await expect(steps.getByRole('listitem').last()).toContainText(step);
}

/** Where it stands. */
export const tags = (page: Page) => page.locator('main .tags').first();

/** The village's vote. */
export async function vote(page: Page): Promise<void> {
  const form = page.locator('form#step');
  await form.getByLabel('到会人数').fill('9');
  await form.getByLabel('同意', { exact: true }).fill('8');
  await form.getByLabel('不同意', { exact: true }).fill('1');
}

/** The server so many days ahead. */
export async function ahead(ledger: LedgerServer, days: number): Promise<void> {
  await ledger.interrupt();
  await ledger.resume({ LEDGER_TEST_DAYS_AHEAD: String(days) });
}

/** The page of a household by its name, as a person finds it. */
export async function household(page: Page, name: string): Promise<string> {
  await page.goto('/households');
  await page.getByRole('searchbox').fill(name);
  await page.locator('main a.row', { hasText: name }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: `${name}家` })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** What the household earned from work away; ends where the calculation stands. */
export async function calculate(page: Page, home: string, wages: string): Promise<void> {
  await page.goto(`${home}/income`);
  await page.getByLabel('外出务工').fill(wages);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByRole('region', { name: '队里的测算' })).toBeVisible();
}

/** A sign ticked at the door with everything asked, and the income calculated; ends at the household. */
export async function seenAtTheDoor(page: Page, home: string, wages: string): Promise<void> {
  await page.goto(`${home}/visit`);
  await tick(page, '大额医药费');
  const unasked = page.getByRole('button', { name: /^还有 \d+ 项该问了/ });
  if (await unasked.isVisible()) {
    await unasked.click();
    for (const chip of await page.locator('label.chip', { hasText: '有保障' }).all()) await chip.click();
  }
  await save(page);
  await calculate(page, home, wages);
}

/** The same, and the leader confirms at once; ends at the new case. */
export async function signSeen(page: Page, home: string, wages: string): Promise<void> {
  await seenAtTheDoor(page, home, wages);
  await page.getByRole('region', { name: /^风险线索/ }).getByRole('link').first().click();
  await page.getByRole('button', { name: '确认有风险' }).click();
  await page.getByRole('link', { name: '看识别进度' }).click();
}

/** Two people verify at home, and find that it qualifies. */
export async function verified(page: Page): Promise<void> {
  const form = page.locator('form#step');
  await take(page, '入户核实，符合', async () => {
    await tick(form, '突发严重困难户');
    await form.getByLabel('另一个人的姓名').fill('刘会计');
  });
}

/** The village agrees and hangs the notice. */
export async function reviewed(page: Page): Promise<void> {
  const form = page.locator('form#step');
  await take(page, '村级评议同意', () => vote(page));
  await take(page, '贴出公示', () => form.getByLabel('贴在哪里').fill('村口公开栏'));
}

/** Signature, two at home, village, notice: the team's part of an identification. */
export async function villagePart(page: Page): Promise<void> {
  await take(page, '农户签了授权书');
  await verified(page);
  await reviewed(page);
  await inStep(page);
}

/** The page of the household's file at a desk, where the desk has a step to take. */
export async function file(desk: Page, name: string): Promise<void> {
  await desk.goto('/desk/cases');
  await desk.getByRole('link', { name: `${name}家` }).first().click();
  await expect(desk.locator('form#step')).toBeVisible();
}

/** The desks' part of an identification. */
export async function identify(town: Page, district: Page, name: string): Promise<void> {
  await file(town, name);
  await take(town, '乡镇审核通过');
  await file(district, name);
  await take(district, '信息比对', () => tick(district.getByRole('group', { name: '比对一致的部门' }), '民政'));
  await take(district, '区级审定通过');
}
