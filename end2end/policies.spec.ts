// A department's list of policies, imported at the district's desk, stands in the household's file beside what the team found.
import type { Page } from '@playwright/test';
import { atTheBoard, officeAccount } from './support/desk.ts';
import { enrolled, inStep } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { tick } from './support/visits.ts';

/** Somebody of the first household of the fixture's register, and a number that nobody has. */
const KNOWN = { name: '聂斌庆', number: '999999195306199210' };
const STRANGER = { name: '某某', number: '999999194912310025' };

/** The month of a day so many days ago, as the field's calendar has it. */
function monthBefore(days: number): string {
  const field = new Date(Date.now() + (8 - days * 24) * 3_600_000);
  return field.toISOString().slice(0, 7);
}

/** The list as a department's system writes it: text, with its mark. */
function list(status: string, month: string): Buffer {
  const line = (person: typeof KNOWN) => `民政局,${person.name},${person.number},临时救助,${status},,${month},`;
  const headings = '部门,姓名,证件号码,政策,享受情况,起始日期,所属期,说明';
  return Buffer.from(`\ufeff${[headings, line(KNOWN), line(STRANGER)].join('\r\n')}\r\n`);
}

/** Sends a list to be checked; ends at the report. */
async function check(office: Page, buffer: Buffer): Promise<void> {
  await office.goto('/desk/import');
  await office.locator('label, legend').filter({ hasText: /^部门政策$/ }).first().click();
  await office.locator('input[type=file]').setInputFiles({ name: '民政.csv', mimeType: 'text/csv', buffer });
  await office.getByRole('button', { name: '上传核对' }).click();
  await expect(office.getByRole('heading', { name: '核对结果' })).toBeVisible({ timeout: 30_000 });
}

/** Commits the list whose report is open. */
async function commit(office: Page): Promise<void> {
  await office.getByRole('button', { name: '确认导入' }).click();
  await expect(office.getByText('导入完成')).toBeVisible({ timeout: 30_000 });
}

/** The line of a row of the list in the report. */
function reported(office: Page, row: number) {
  const lines = office.getByRole('region', { name: '每一行的结果' }).getByRole('row');
  return lines.filter({ has: office.getByRole('cell', { name: String(row), exact: true }) });
}

test('a department’s list of policies stands beside what the team found, and the same list again changes nothing', async ({ codes, ledger, phone }) => {
  const officeCode = await officeAccount(ledger);
  const office = await phone(DESK);
  await atTheBoard(office, officeCode);
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await member.goto('/households');
  await member.locator('main a.row').filter({ hasText: KNOWN.name }).first().click();
  const policies = member.getByRole('region', { name: '政策享受' });
  await expect(policies).toBeVisible();
  const home = member.url();
  const before = list('应享未享', monthBefore(31));

  await test.step('the dry run says what becomes of each row, and writes nothing', async () => {
    await check(office, before);
    await expect(reported(office, 2)).toContainText('新增');
    await expect(reported(office, 3)).toContainText('不在台账');
    await expect(office.getByText(STRANGER.number)).toHaveCount(0);
    await member.goto('/');
    await inStep(member);
    await member.goto(home);
    await expect(policies).not.toContainText('临时救助');
  });

  await test.step('committed, it breaks the household’s line, with the department as its source', async () => {
    await commit(office);
    await member.goto('/');
    await inStep(member);
    await member.goto(home);
    await expect(policies).toContainText('应享未享');
    await expect(policies).toContainText('民政的名单');
    await expect(member.getByRole('region', { name: '这户的四不摘' }).getByRole('link', { name: /^P4/ })).toContainText('断档');
  });

  await test.step('the same list again changes nothing', async () => {
    await check(office, before);
    await expect(office.getByRole('button', { name: '确认导入' })).toHaveAttribute('aria-disabled', 'true');
  });

  await test.step('what the team finds afterwards counts, and a newer list that differs says so', async () => {
    await member.goto(home);
    await policies.getByRole('link', { name: '登记和更正' }).click();
    await member.getByRole('region', { name: '全家' }).getByRole('link', { name: /^临时救助/ }).click();
    await tick(member.locator('form#policy'), '享受中');
    await member.getByRole('button', { name: '存这一项' }).click();
    await expect(member.getByRole('region', { name: '全家' }).getByRole('link', { name: /^临时救助/ })).toContainText('享受中');
    await member.goto('/');
    await inStep(member);
    await check(office, list('应享未享', monthBefore(0)));
    await expect(reported(office, 2)).toContainText('两种说法都留着');
    await commit(office);
    await member.goto('/');
    await inStep(member);
    await member.goto(home);
    await expect(policies).toContainText('两种说法');
  });
});
