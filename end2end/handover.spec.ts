// Somebody of a team is replaced: who takes over finds the pack without signal, both sides are signed, and line R2 turns.
import { expectOpenToAll } from './support/axe.ts';
import { invitation } from './support/districts.ts';
import { printed } from './support/papers.ts';
import { enrolled, inStep, offline, onToday, syncLine } from './support/person.ts';
import { expect, test } from './support/test.ts';

test('who takes over finds the pack without signal, both sides sign, and the line turns on the leader’s phone', async ({
  codes,
  ledger,
  phone,
}) => {
  await ledger.interrupt();
  const said = await ledger.cli('user', 'add', 'P901', '--name', '周新来', '--role', 'TEAM_MEMBER', '--team', 'T01');
  await ledger.cli('user', 'close', 'P003');
  await ledger.resume();
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));

  await test.step('the line says that somebody left, and leads to the handover', async () => {
    await leader.goto('/four/R2');
    await leader.locator('main a.row[href^="/four/R2"]').first().click();
    await expect(leader.getByRole('heading', { name: '换了人，还没交接完' })).toBeVisible();
    await leader.locator('main a.row[href^="/handover/"]').click();
    await expect(leader.getByRole('heading', { level: 1, name: '交接 · 曾小冬' })).toBeVisible();
    await expect(leader.getByText('曾小冬 → 周新来')).toBeVisible();
  });

  await test.step('the leader writes down what to know, and signs for who is gone, with the reason', async () => {
    await leader.getByLabel('哪一户').selectOption({ index: 1 });
    await leader.getByLabel('写给接手的人').fill('狗叫得凶，先在院坝喊一声。');
    await leader.getByRole('button', { name: '存这一句' }).click();
    await expect(leader.getByRole('region', { name: /^先去这些户/ }).getByText('狗叫得凶')).toBeVisible();
    const sides = leader.getByRole('region', { name: '双方签字' });
    const outgoing = sides.locator('.card').filter({ hasText: '移交人' });
    await outgoing.getByRole('button', { name: '交接签字' }).click();
    await expect(outgoing.getByRole('alert')).toHaveText('替别人签要写明原因。');
    await outgoing.getByLabel('为什么替签').fill('已回原单位，手机已交回');
    await outgoing.getByRole('button', { name: '交接签字' }).click();
    await expect(outgoing.getByText(/代签：已回原单位，手机已交回/)).toBeVisible();
    // Nobody signs for both sides.
    await expect(sides.getByRole('button')).toHaveCount(0);
    await inStep(leader);
  });

  await test.step('the list is printed with lines to sign by hand', async () => {
    const paper = await printed(leader, () => leader.getByRole('button', { name: /^交接清单/ }).click());
    await expect(paper.getByRole('heading', { level: 1, name: '驻村工作交接清单' })).toBeVisible();
    await expect(paper.getByText('狗叫得凶')).toBeVisible();
    await expect(paper.locator('.signatures')).toContainText('监交人');
    expect(new URL(paper.url()).pathname + new URL(paper.url()).search).toBe('/papers/handover');
    await paper.close();
  });

  const incoming = await enrolled(await phone(), 'P901', invitation(said));

  await test.step('without signal the new person finds it on Today, reads it and signs', async () => {
    await offline(incoming, true);
    await incoming.goto('/');
    await onToday(incoming);
    const due = incoming.getByRole('region', { name: /^要交接/ });
    await due.getByRole('link').click();
    await expect(incoming.getByText('狗叫得凶，先在院坝喊一声。')).toBeVisible();
    await expectOpenToAll(incoming, {
      name: 'handover',
      open: () => expect(incoming.getByRole('region', { name: '双方签字' })).toBeVisible(),
    });
    await incoming.getByRole('button', { name: '我接手了，签字' }).click();
    await expect(incoming.getByText('双方都签了')).toBeVisible();
    await expect(syncLine(incoming)).toHaveText('无信号·1 条待送');
    await incoming.goto('/');
    await onToday(incoming);
    await expect(due).toHaveCount(0);
    await offline(incoming, false);
    await inStep(incoming);
  });

  await test.step('the line turns on the leader’s phone', async () => {
    await leader.goto('/me');
    await leader.getByRole('button', { name: '立即同步' }).click();
    await expect(leader.getByRole('region', { name: /^交接/ }).getByText('双方都签了')).toBeVisible();
    await leader.goto('/four/R2');
    await expect(leader.getByText('眼下都正常')).toBeVisible();
  });
});
