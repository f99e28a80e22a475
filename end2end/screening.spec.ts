// Screening says which households are worth a look, by which rule and from what; what a visit hears settles it.
import { enrolled, inStep, offline, onToday } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { save } from './support/visits.ts';

const RULE = '全家都没有劳动能力';

test('without signal: a household is listed with its reason, and leaves the list when a visit settles it', async ({
  codes,
  phone,
}) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await inStep(member);
  await offline(member, true);
  await member.reload();
  await onToday(member);
  await member.getByRole('link', { name: /户值得上门看看/ }).click();
  const chip = member.getByRole('button', { name: /^值得看看/ });
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  const before = Number(/\d+/.exec(await chip.innerText())?.[0]);
  expect(before).toBeGreaterThan(0);

  // One person alone, so that one answer settles it.
  await member.getByRole('searchbox').fill('梁柏');
  const listed = member.locator('a.row', { hasText: RULE });
  await listed.first().click();
  const found = member.getByRole('region', { name: /筛查/ });
  await expect(found).toContainText(RULE);
  await expect(found).toContainText('劳动技能：无劳动力（2021年9月30日）');
  await expect(found).toContainText('按第 1 版筛查规则');

  await member.getByRole('link', { name: '记一次走访' }).last().click();
  await member.getByRole('button', { name: '有变化，改档案' }).click();
  await member.getByLabel('哪一项').selectOption({ label: '劳动技能' });
  await member.getByLabel('现在是').selectOption({ label: '弱劳动力或半劳动力' });
  await member.getByRole('button', { name: '加上' }).click();
  await save(member);
  await expect(member.getByRole('region', { name: /筛查/ })).toHaveCount(0);
  await member.goto('/households?show=screened');
  await expect(chip).toContainText(String(before - 1));
});
