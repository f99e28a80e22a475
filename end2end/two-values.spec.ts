// Two people change one fact without knowing of each other: both values stay until a leader picks.
import { disagree } from './support/disagree.ts';
import { enrolled, inStep } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds } from './support/visits.ts';

test('two members disagree without signal, both values stay, the leader picks one', async ({ codes, phone }) => {
  const first = await enrolled(await phone(), 'P002', codes.get('P002'));
  const second = await enrolled(await phone(), 'P003', codes.get('P003'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const [household] = await dueHouseholds(first, 1);
  if (!household) throw new Error('no household is due');

  const said = new Map<string, string>();
  for (const [page, value] of [[first, '县城工地'], [second, '镇上砖厂']] as const) {
    await page.goto('/me');
    await expect(page.getByRole('heading', { name: '送达情况' })).toBeVisible();
    said.set(value, (await page.getByRole('heading', { level: 1 }).innerText()).trim());
    await page.goto('/');
  }

  await disagree(first, second, household.name);
  await test.step('a member reads of both on Today and on the household, and picks neither', async () => {
    await first.goto('/me');
    await first.getByRole('button', { name: '立即同步' }).click();
    await first.getByRole('navigation').getByRole('link', { name: '今日' }).click();
    await first.getByRole('link', { name: /两个说法/ }).click();
    const both = first.getByRole('region', { name: '两个说法，等选定' });
    for (const [value, author] of said) {
      await expect(both.getByRole('listitem').filter({ hasText: value })).toContainText(author);
    }
    await expect(both.getByRole('button')).toHaveCount(0);
  });
  await leader.reload();
  await leader.getByRole('link', { name: /两个说法/ }).click();
  const conflict = leader.getByRole('region', { name: '两个说法，等选定' });
  // Who said which, and when.
  for (const [value, author] of said) {
    await expect(conflict.locator('label').filter({ hasText: value })).toContainText(author);
    await expect(conflict.locator('label').filter({ hasText: value })).toContainText(/\d+月\d+日/);
  }
  await conflict.locator('label, li').filter({ hasText: '镇上砖厂' }).last().click();
  await conflict.getByRole('button', { name: '就用这个' }).last().click();
  await expect(conflict).toHaveCount(0);
  await inStep(leader);

  await first.reload();
  await first.goto(`/households/${household.id}`);
  await expect(first.getByRole('region', { name: /^家里人/ })).toContainText('镇上砖厂');
});
