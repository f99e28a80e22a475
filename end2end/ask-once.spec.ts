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

  await member.getByRole('link', { name: '记一次走访' }).last().click();
  const water = member.getByRole('group', { name: /饮水安全/ });
  const others = member.getByRole('button', { name: /还有 \d+ 项该问了|其他几项也问问/ }).first();
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

  await test.step('the next form leaves it out until somebody wants it', async () => {
    await member.getByRole('link', { name: '记一次走访' }).last().click();
    await expect(member.getByLabel('谈话内容')).toBeVisible();
    await expect(water).toBeHidden();
  });
});
