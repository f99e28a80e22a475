// Ask once: a fact that was just asked names who asked and when, and neither the household's page nor the form asks it again.
import { enrolled, inStep, offline, onToday } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { save, tick } from './support/visits.ts';

test('without signal: what is old stands first, and what was just asked is not asked again', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await inStep(member);
  await offline(member, true);
  await member.reload();
  await onToday(member);
  await member.goto('/households');
  await member.locator('main a.row[href^="/households/"]').first().click();

  const due = member.getByRole('region', { name: /该问的/ });
  await expect(due).toBeVisible();
  const before = Number(/\d+/.exec(await due.getByRole('heading').innerText())?.[0]);
  expect(before).toBeGreaterThan(1);
  // What nobody ever asked stands before everything that has a day.
  await expect(due.locator('dl.facts dd').first()).toContainText('没问过');

  await member.getByRole('link', { name: '记一次走访' }).last().click();
  const water = member.getByRole('group', { name: /饮水安全/ });
  const others = member.getByRole('button', { name: /还有 \d+ 项该问了/ });
  await expect(member.getByLabel('谈话内容')).toBeVisible();
  if (!(await water.isVisible())) await others.click();
  await tick(water, '有保障');
  await save(member);

  await expect(due.getByRole('heading')).toContainText(String(before - 1));
  const fresh = due.getByText(/不用再问的 \d+ 项/);
  await fresh.click();
  const line = due.locator('dt', { hasText: '饮水安全' }).locator('+ dd');
  await expect(line).toContainText('有保障');
  await expect(line).toContainText(/\S+ · \d+月\d+日/);
  // Whoever asked it, not the register.
  await expect(line).not.toContainText('登记资料');

  const asked = member.getByRole('button', { name: /^已问过的 \d+ 项（最早 .+）$/ });
  await test.step('the next form leaves it out until somebody wants it', async () => {
    await member.getByRole('link', { name: '记一次走访' }).last().click();
    await expect(member.getByLabel('谈话内容')).toBeVisible();
    await expect(water).toBeHidden();
    await asked.click();
    await expect(asked).toHaveAttribute('aria-expanded', 'true');
    await expect(water).toBeVisible();
    await asked.click();
    await expect(water).toBeHidden();
  });

  await test.step('an old fact stands open with its day; still so with a tap, it is no change and need not be asked again', async () => {
    const still = member.locator('label.chip', { hasText: '还是这样' });
    await expect(still).toHaveCount(3);
    const old = member.getByRole('group').filter({ has: still }).first();
    await expect(old.locator('legend')).toContainText(/（登记资料 · .+日）$/);
    await still.first().click();
    await member.getByRole('button', { name: '情况无变化' }).click();
    await save(member);
    await expect(due.getByRole('heading')).toContainText(String(before - 2));
  });

  await test.step('what has changed leads to the editor at that fact', async () => {
    await member.getByRole('link', { name: '记一次走访' }).last().click();
    await member.getByRole('button', { name: '变了', exact: true }).first().click();
    await expect(member.getByLabel('哪一项')).not.toHaveValue('');
  });
});
