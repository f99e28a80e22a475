// The duty list: imported at the district's desk, told of by the township, overdue by the controlled clock and cleared by an
// update; who sees what, and what the map says.
import { expectOpenToAll } from './support/axe.ts';
import { account } from './support/case.ts';
import { atTheBoard, officeAccount } from './support/desk.ts';
import { enrol } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { tick } from './support/visits.ts';
import type { Page } from '@playwright/test';

/** A day so many days ahead, as the field's calendar has it. */
function daysAhead(days: number): string {
  const field = new Date(Date.now() + (8 + days * 24) * 3_600_000);
  return field.toISOString().slice(0, 10);
}

/** The list, with these rows below its headings. */
function list(...rows: string[]): Buffer {
  return Buffer.from(`\ufeff${['编号,任务,事项,牵头单位,配合单位,更新周期,期限', ...rows].join('\r\n')}\r\n`);
}

const OURS = `SL-01,示例任务一,示例：组织年度集中排查,万宝镇,,每季,${daysAhead(3)}`;
const THEIRS = `SL-02,示例任务二,示例：核对饮水工程运行,区水利局,万宝镇,每半年,${daysAhead(90)}`;
const WRONG = `SL-03,示例任务二,示例：写错了镇名,没有镇,,每季,${daysAhead(90)}`;

/** Sends a list to be checked; ends at the report. */
async function check(office: Page, buffer: Buffer): Promise<void> {
  await office.goto('/desk/import');
  await office.locator('label, legend').filter({ hasText: /^责任清单$/ }).first().click();
  await office.locator('input[type=file]').setInputFiles({ name: '责任清单.csv', mimeType: 'text/csv', buffer });
  await office.getByRole('button', { name: '上传核对' }).click();
  await expect(office.getByRole('heading', { name: '核对结果' })).toBeVisible({ timeout: 30_000 });
}

/** The line of an item in the list of the desk. */
const item = (desk: Page, code: string) =>
  desk.getByRole('row').filter({ has: desk.getByRole('cell', { name: code, exact: true }) });

test('an item of the duty list goes overdue by the day, and the township’s update clears it', async ({ ledger, phone }) => {
  test.slow();
  await ledger.interrupt();
  const townCode = await account(ledger, 'W001', 'TOWN_REVIEWER', '--township', '万宝镇');
  await ledger.resume();
  const officeCode = await officeAccount(ledger);
  const office = await phone(DESK);
  await atTheBoard(office, officeCode);

  await test.step('before the import it is said that there is no list', async () => {
    await office.goto('/desk/duties');
    await expect(office.getByText('还没有导入责任清单')).toBeVisible();
    await office.goto('/desk/four');
    await office.getByRole('button', { name: '责任', exact: true }).click();
    await expect(office.getByText('还没有导入责任清单，R5 不涉及。')).toBeVisible();
  });

  await test.step('the dry run names the cell that is wrong, and nothing is written', async () => {
    await check(office, list(OURS, THEIRS, WRONG));
    const lines = office.getByRole('region', { name: '每一行的结果' }).getByRole('row');
    const wrong = lines.filter({ has: office.getByRole('cell', { name: '4', exact: true }) });
    await expect(wrong).toContainText('花名册里没有这个乡镇');
    await expect(office.getByRole('button', { name: '确认导入' })).toHaveAttribute('aria-disabled', 'true');
    await office.goto('/desk/duties');
    await expect(office.getByText('还没有导入责任清单')).toBeVisible();
  });

  await test.step('corrected it is imported, and the same list again changes nothing', async () => {
    await check(office, list(OURS, THEIRS));
    await office.getByRole('button', { name: '确认导入' }).click();
    await expect(office.getByText('导入完成')).toBeVisible({ timeout: 30_000 });
    await check(office, list(OURS, THEIRS));
    await expect(office.getByRole('button', { name: '确认导入' })).toHaveAttribute('aria-disabled', 'true');
  });

  await test.step('the district sees all items, by their due days', async () => {
    await office.goto('/desk/duties');
    await expect(office.getByRole('heading', { name: '共 2 项' })).toBeVisible();
    await expect(office.getByRole('row').nth(1)).toContainText('SL-01');
    await expect(item(office, 'SL-01')).toContainText('临期');
    await expect(item(office, 'SL-02')).toContainText('正常');
    await expectOpenToAll(office, { name: 'duties', open: () => expect(item(office, 'SL-02')).toBeVisible() });
    await office.setViewportSize(DESK.viewport);
  });

  const town = await phone(DESK);
  await test.step('the township sees its own, overdue once the day has passed', async () => {
    await enrol(town, 'W001', townCode);
    await expect(town.getByRole('heading', { level: 1 })).toBeVisible();
    await ledger.interrupt();
    await ledger.resume({ LEDGER_TEST_DAYS_AHEAD: '7' });
    await town.goto('/desk/duties');
    await expect(item(town, 'SL-01')).toContainText('断档');
    await expect(item(town, 'SL-02')).toHaveCount(0);
    await office.goto('/desk/four');
    await office.getByRole('button', { name: '责任', exact: true }).click();
    const bodies = office.getByRole('region', { name: /^责任清单（R5）/ });
    await expect(bodies.getByRole('link', { name: /万宝镇/ })).toContainText('断档');
    await expect(bodies.getByRole('link', { name: /区水利局/ })).toContainText('正常');
    await bodies.getByRole('link', { name: /万宝镇/ }).click();
    await expect(office.getByRole('heading', { name: '共 1 项' })).toBeVisible();
  });

  await test.step('an update says how it stands, and clears it', async () => {
    await town.getByRole('link', { name: '示例：组织年度集中排查' }).click();
    await expect(town.getByText('由牵头单位写一次进展')).toBeVisible();
    const form = town.locator('form#duty-update');
    await form.getByRole('button', { name: '存这次更新' }).click();
    await expect(form.getByRole('alert')).toHaveText('请选做到哪一步。');
    await tick(form, '推进中');
    await form.getByRole('button', { name: '存这次更新' }).click();
    await expect(form.getByRole('alert')).toHaveText('请写一句进展：做了什么，还差什么。');
    await form.getByLabel('进展', { exact: true }).fill('两个村已经排完，还差一个村。');
    await expectOpenToAll(town, { name: 'duty', open: () => expect(form).toBeVisible() });
    await town.setViewportSize(DESK.viewport);
    await form.getByRole('button', { name: '存这次更新' }).click();
    await expect(town.getByText('存好了。')).toBeVisible();
    await expect(town.locator('main .tags')).toContainText('正常');
    const history = town.getByRole('region', { name: '经过' });
    await expect(history).toContainText('未开始 → 推进中');
    await expect(history).toContainText('两个村已经排完，还差一个村。');
    await office.goto('/desk/four');
    await office.getByRole('button', { name: '责任', exact: true }).click();
    const bodies = office.getByRole('region', { name: /^责任清单（R5）/ });
    await expect(bodies.getByRole('link', { name: /万宝镇/ })).toContainText('正常');
    // The months of the bodies: only the running one is counted in an office that begins today; a figure opens its list.
    const months = office.getByRole('region', { name: /^按月看：责任清单/ });
    await expect(months.getByRole('img')).toBeVisible();
    await months.getByText('看每月的单位数').click();
    await months.getByRole('row').last().getByRole('link', { name: '2', exact: true }).click();
    const behind = office.getByRole('region', { name: /责任清单（R5）：正常/ }).first();
    await expect(behind.getByRole('link', { name: '区水利局' })).toBeVisible();
  });

  await test.step('the township reads the map of its own villages, and no other body', async () => {
    await town.getByRole('navigation').getByRole('link', { name: '四不摘' }).click();
    await expect(town.getByRole('link', { name: /^垭古村/ })).toBeVisible({ timeout: 20_000 });
    await expect(town.getByRole('heading', { name: '万宝镇', exact: true })).toBeVisible();
    await expect(town.getByRole('heading', { name: '杉山镇', exact: true })).toHaveCount(0);
    await town.getByRole('button', { name: '责任', exact: true }).click();
    await expect(town.getByRole('link', { name: /区水利局/ })).toHaveCount(0);
  });
});
