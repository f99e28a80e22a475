// Somebody has left: the district office says at its desk why, and who takes over, and the leader's handover names both.
import { LOOKS, expectOpenToAll } from './support/axe.ts';
import { atTheBoard, officeAccount } from './support/desk.ts';
import { enrolled } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { tick } from './support/visits.ts';

test('the desk says why somebody left and who takes over, and the handover names both', async ({ codes, ledger, phone }) => {
  const code = await officeAccount(ledger);
  await ledger.interrupt();
  await ledger.cli('user', 'close', 'P003');
  await ledger.resume();
  const desk = await phone(DESK);
  await atTheBoard(desk, code);

  await test.step('who left stands in the team for a while, without a reason', async () => {
    await desk.goto('/desk/teams');
    const row = desk.getByRole('row').filter({ hasText: '垭古村' });
    const gone = row.getByRole('listitem').filter({ hasText: '曾小冬' });
    await expect(gone).toContainText('离开');
    await gone.getByRole('button', { name: '结束原因：曾小冬' }).click();
    const sheet = desk.getByRole('dialog');
    const open = () => expect(sheet.getByLabel('谁来接替')).toBeVisible();
    await expectOpenToAll(desk, { name: 'end of a posting', open }, LOOKS.filter((look) => look.width > 1_000));
    await expect(sheet.getByLabel('谁来接替').locator('option').filter({ hasText: '曾小冬' })).toHaveCount(0);
    await tick(sheet, '辞职');
    await sheet.getByLabel('谁来接替').selectOption('P002');
    await sheet.getByRole('button', { name: '存下' }).click();
    await expect(sheet).toBeHidden();
    await expect(gone).toContainText('辞职 · 谭斌梅接替');
    await desk.reload();
    await expect(gone).toContainText('辞职 · 谭斌梅接替');
  });

  await test.step('the leader’s handover names both', async () => {
    const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
    await leader.goto('/four/R2');
    await leader.locator('main a.row[href^="/four/R2"]').first().click();
    await leader.locator('main a.row[href^="/handover/"]').click();
    await expect(leader.getByText('曾小冬 → 谭斌梅')).toBeVisible();
    await expect(leader.locator('dl.facts')).toContainText('辞职');
  });
});
