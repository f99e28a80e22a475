// Place and months of work go together: the form says whose, keeps what was typed, and lets somebody be home again.
import { enrolled } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, sayFact } from './support/visits.ts';

test('a place of work needs its months, and somebody who is home again has neither', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(member, household).click();
  await member.getByRole('button', { name: '有变化，改档案' }).click();
  await sayFact(member, '务工月数', '0');
  await sayFact(member, '务工地点', '县城工地');
  await member.getByRole('button', { name: '保存', exact: true }).click();
  const fault = member.getByText(/：写了务工地点，还缺务工月数/);
  await expect(fault).toBeVisible();
  await sayFact(member, '务工月数', '1');
  await expect(fault).toHaveCount(0);
  await save(member);

  await member.goto(`/households/${household.id}/visit`);
  await member.getByRole('button', { name: '有变化，改档案' }).click();
  await member.getByLabel('哪一项').selectOption({ label: '务工地点' });
  await member.getByRole('button', { name: '现在没有' }).click();
  await member.getByRole('button', { name: '保存', exact: true }).click();
  await expect(member.getByText(/：写了务工月数，还缺务工地点/)).toBeVisible();
  await sayFact(member, '务工月数', '0');
  await save(member);
});
