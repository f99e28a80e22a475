// A department's list, imported at the district's desk, becomes a flag that the leader of the village decides on.
import type { Page } from '@playwright/test';
import { atTheBoard, officeAccount } from './support/desk.ts';
import { enrolled, inStep } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';

/** Somebody of the first household of the fixture's register, and a number that nobody has. */
const KNOWN = { name: '聂斌庆', number: '999999195306199210' };
const STRANGER = { name: '某某', number: '999999194912310025' };

/** A day so many days ago, as the field's calendar has it. */
function daysAgo(days: number): string {
  const field = new Date(Date.now() + (8 - days * 24) * 3_600_000);
  return field.toISOString().slice(0, 10);
}

/** The list as a department's system writes it: text, with its mark. */
function list(): Buffer {
  const line = (person: typeof KNOWN) =>
    `医保局,自付医疗费用高,${person.name},${person.number},${daysAgo(40)},${daysAgo(1)},"38,200.40",住院两次，报销后自付`;
  const headings = '部门,预警类型,姓名,证件号码,发生日期,名单日期,金额,说明';
  return Buffer.from(`\ufeff${[headings, line(KNOWN), line(STRANGER)].join('\r\n')}\r\n`);
}

/** Sends the list to be checked; ends at the report. */
async function check(office: Page): Promise<void> {
  await office.goto('/desk/import');
  await office.locator('label, legend').filter({ hasText: /^部门预警$/ }).first().click();
  const file = { name: '医保11月.csv', mimeType: 'text/csv', buffer: list() };
  await office.locator('input[type=file]').setInputFiles(file);
  await office.getByRole('button', { name: '上传核对' }).click();
  await expect(office.getByRole('heading', { name: '核对结果' })).toBeVisible({ timeout: 30_000 });
}

/** The line of a row of the list in the report. */
function reported(office: Page, row: number) {
  const lines = office.getByRole('region', { name: '每一行的结果' }).getByRole('row');
  return lines.filter({ has: office.getByRole('cell', { name: String(row), exact: true }) });
}

test('a department’s list reaches the leader, and the same list again changes nothing', async ({ codes, ledger, phone }) => {
  const officeCode = await officeAccount(ledger);
  const office = await phone(DESK);
  await atTheBoard(office, officeCode);
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const toDecide = leader.getByRole('region', { name: /^等我研判的风险线索/ }).getByRole('listitem');

  await test.step('the dry run says what becomes of each row, and writes nothing', async () => {
    await check(office);
    await expect(reported(office, 2)).toContainText('新增');
    await expect(reported(office, 3)).toContainText('不在台账');
    await expect(reported(office, 3)).toContainText('**************0025');
    await expect(office.getByText(STRANGER.number)).toHaveCount(0);
    await leader.goto('/');
    await inStep(leader);
    await expect(toDecide).toHaveCount(0);
  });

  await test.step('committed, it is with the leader: who warns, of what, of whom, and in which words', async () => {
    await office.getByRole('button', { name: '确认导入' }).click();
    await expect(office.getByText('导入完成')).toBeVisible({ timeout: 30_000 });
    await leader.reload();
    await inStep(leader);
    await expect(toDecide).toHaveCount(1);
    await expect(toDecide).toContainText('医保：自付医疗费用高');
    await toDecide.getByRole('link').click();
    const facts = leader.getByRole('main');
    await expect(facts).toContainText(/自付医疗费用高\s*· 聂斌庆\s*· 38,200 元/);
    await expect(facts).toContainText('住院两次，报销后自付');
    await expect(facts).toContainText('医保的预警名单');
    await expect(facts).toContainText('发现 1 天后才送达');
    await expect(leader.getByRole('button', { name: '确认有风险' })).toBeVisible();
  });

  await test.step('the same list again changes nothing', async () => {
    await check(office);
    await expect(office.getByText('没有新的预警要写入。')).toBeVisible();
    await leader.goto('/');
    await inStep(leader);
    await expect(toDecide).toHaveCount(1);
  });
});
