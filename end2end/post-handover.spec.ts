// A post whose holder has no account changes hands: line R2 asks, the team notes the handover without signal by the day and
// who was there, nobody signs, and the district reads it.
import { resolve } from 'node:path';
import { expectOpenToAll } from './support/axe.ts';
import { atTheBoard, officeAccount } from './support/desk.ts';
import { enrolled, inStep, offline, syncLine } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';

/** The roster of one team, in which the linked leaders of V001 and V002 have changed places. */
const CHANGED = resolve('fixtures/roster-other-leaders.xlsx');

test('a linked leader is replaced, and who was there notes the handover without signal', async ({ codes, ledger, phone }) => {
  const code = await officeAccount(ledger);
  await ledger.interrupt();
  await ledger.cli('import', 'roster', CHANGED, '--commit');
  await ledger.resume();
  const desk = await phone(DESK);
  await atTheBoard(desk, code);
  const line = desk.getByRole('row').filter({ hasText: 'R2' });

  await test.step('the district reads which post is to be handed over', async () => {
    await desk.goto('/desk/four/V001');
    await expect(line).toContainText('村里岗位换了人，还没记交接');
    await line.getByText('凭什么、怎么办').click();
    await expect(line).toContainText('交接后由工作队记进工作记录：联点领导');
  });

  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await offline(member, true);

  await test.step('the line names both, and leads to the form', async () => {
    await member.goto('/four/R2');
    await member.locator('main a.row[href^="/four/R2"]').first().click();
    await expect(member.getByRole('heading', { name: '村里岗位换了人，还没记交接' })).toBeVisible();
    await member.getByRole('link', { name: /联点领导由杨佑柏换成张冬建/ }).click();
    await expect(member.getByRole('radio', { name: '联点领导', exact: true })).toBeChecked();
    await expectOpenToAll(member, {
      name: 'handover of a post',
      open: () => expect(member.getByLabel('谁在场')).toBeVisible(),
    });
  });

  await test.step('it says who was there, and the line turns at once', async () => {
    await member.getByLabel('做了什么，结果怎样').fill('村里的项目和答应的事一件件说了。');
    await member.getByRole('button', { name: '存下' }).click();
    await expect(member.getByRole('alert')).toContainText('请写几个字。');
    await member.getByLabel('谁在场').fill('杨佑柏、张冬建、村书记');
    await member.getByRole('button', { name: '存下' }).click();
    await member.getByRole('link', { name: /岗位交接：联点领导/ }).click();
    await expect(member.locator('dl.facts')).toContainText('杨佑柏、张冬建、村书记');
    await expect(syncLine(member)).toHaveText('无信号·1 条待送');
    await member.goto('/four/R2');
    await expect(member.getByText('眼下都正常')).toBeVisible();
  });

  await test.step('and at the desk once it has arrived', async () => {
    await offline(member, false);
    await inStep(member);
    await desk.reload();
    await expect(desk.getByRole('heading', { level: 1, name: '万宝镇垭古村' })).toBeVisible();
    await expect(desk.getByRole('row').filter({ hasText: 'R1' })).toBeVisible();
    await expect(line).toHaveCount(0);
  });
});
