// Policies received: what a member finds without signal breaks a line of the four not-removes until it is put right.
import type { Page } from '@playwright/test';
import { enrolled, inStep, offline } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, tick } from './support/visits.ts';

/** Says how the policy of the open form stands. */
async function say(page: Page, status: string): Promise<void> {
  await tick(page.locator('form#policy'), status);
  await page.getByRole('button', { name: '存这一项' }).click();
}

test('aid that is due and not received breaks its line without signal, until it is received', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  if (!household) throw new Error('no household is due');
  const home = `/households/${household.id}`;
  const policies = member.getByRole('region', { name: '政策享受' });
  const line = member.getByRole('region', { name: '这户的四不摘' }).getByRole('link', { name: /^P4/ });

  await test.step('in four taps; a stop by the rules needs its reason', async () => {
    await offline(member, true);
    await member.goto(home);
    await expect(line).toHaveCount(0);
    await policies.getByRole('link', { name: '登记和更正' }).click();
    await member.getByRole('region', { name: '全家' }).getByRole('link', { name: /^临时救助/ }).click();
    await say(member, '依规停发');
    await expect(member.getByRole('alert')).toContainText('请写明原因和从哪天起停发');
    await say(member, '应享未享');
    await expect(member.getByRole('region', { name: '全家' }).getByRole('link', { name: /^临时救助/ })).toContainText('应享未享');
  });

  await test.step('the line names what clears it, and that clears it', async () => {
    await member.goto(home);
    await expect(policies).toContainText('应享未享');
    await expect(line).toContainText('断档');
    await line.click();
    await expect(member.getByRole('heading', { name: '应享未享' })).toBeVisible();
    await expect(member.locator('dl.facts')).toContainText('临时救助 应享未享');
    await member.getByRole('link', { name: '帮着办好，办好后登记：临时救助' }).click();
    await expect(member.getByRole('region', { name: '经过' })).toContainText('应享未享');
    await say(member, '享受中');
    // The list stands there again once it is kept.
    await expect(member.getByRole('region', { name: '全家' }).getByRole('link', { name: /^临时救助/ })).toContainText('享受中');
    await member.goto(home);
    await expect(policies).toContainText('享受中');
    await expect(line).toHaveCount(0);
  });

  await test.step('the leader sees it, with what was found before', async () => {
    await offline(member, false);
    await member.goto('/');
    await inStep(member);
    const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
    await leader.goto('/households');
    await leader.locator('main a.row').filter({ hasText: household.name }).first().click();
    const seen = leader.getByRole('region', { name: '政策享受' }).getByRole('link', { name: /^临时救助/ });
    await expect(seen).toContainText('享受中');
    await seen.click();
    const before = leader.getByRole('region', { name: '经过' }).getByRole('listitem');
    await expect(before).toHaveCount(2);
    await expect(before.last()).toContainText('应享未享');
  });
});
