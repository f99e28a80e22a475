// Two people change one fact without knowing of each other: both values stay until a leader picks.
import type { Page } from '@playwright/test';
import { enrolled, inStep, offline } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { type DueHousehold, dueHouseholds, dueRow, save, sayWork } from './support/visits.ts';

async function sayWorkPlace(page: Page, { name }: DueHousehold, place: string): Promise<void> {
  const here = (await dueHouseholds(page, 3)).find((household) => household.name === name);
  if (!here) throw new Error(`${name} is not due here`);
  await dueRow(page, here).click();
  await sayWork(page, place);
  await save(page);
}

test('two members disagree without signal, both values stay, the leader picks one', async ({ codes, phone }) => {
  const first = await enrolled(await phone(), 'P002', codes.get('P002'));
  const second = await enrolled(await phone(), 'P003', codes.get('P003'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [household] = await dueHouseholds(first, 1);
  if (!household) throw new Error('no household is due');

  await offline(first, true);
  await offline(second, true);
  await sayWorkPlace(first, household, '县城工地');
  await sayWorkPlace(second, household, '镇上砖厂');
  await offline(first, false);
  await inStep(first);
  await offline(second, false);
  await inStep(second);

  await leader.reload();
  await leader.getByRole('link', { name: /两个说法/ }).click();
  const conflict = leader.getByRole('region', { name: '两个说法，等选定' });
  await expect(conflict).toContainText('县城工地');
  await expect(conflict).toContainText('镇上砖厂');
  await conflict.locator('label, li').filter({ hasText: '镇上砖厂' }).last().click();
  await conflict.getByRole('button', { name: '就用这个' }).last().click();
  await expect(conflict).toHaveCount(0);
  await inStep(leader);

  await first.reload();
  await first.goto(`/households/${household.id}`);
  await expect(first.getByRole('region', { name: /^家里人/ })).toContainText('镇上砖厂');
});
