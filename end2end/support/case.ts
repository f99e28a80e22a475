// Cases and eliminations as teams and desks carry them: accounts of desks, the form of the next step.
import { expect, type Page } from '@playwright/test';
import { invitation } from './districts.ts';
import type { LedgerServer } from './server.ts';
import { tick } from './visits.ts';

/** An account for a desk, made at the machine. Gives its enrolment code. */
export async function account(ledger: LedgerServer, staff: string, role: string, ...place: string[]): Promise<string> {
  return invitation(await ledger.cli('user', 'add', staff, '--name', `${role}某`, '--role', role, ...place));
}

/** The list of steps, of a case or of an elimination. */
const STEPS = { case: '办过的步骤', elimination: '消除办过的步骤' };

/** Records the next step on the page that is open. */
export async function take(
  page: Page,
  step: string,
  fill: () => Promise<void> = async () => {},
  of: keyof typeof STEPS = 'case',
): Promise<void> {
  const form = page.locator('form#step');
  await tick(form.getByRole('group', { name: '办了什么' }), step);
  await fill();
  await form.getByRole('button', { name: '存这一步' }).click();
  const steps = page.getByRole('region', { name: STEPS[of], exact: true });
  await expect(steps.getByRole('listitem').last()).toContainText(step);
}

/** Where it stands. */
export const tags = (page: Page) => page.locator('main .tags').first();

/** The village's vote. */
export async function vote(page: Page): Promise<void> {
  const form = page.locator('form#step');
  await form.getByLabel('到会人数').fill('9');
  await form.getByLabel('同意', { exact: true }).fill('8');
  await form.getByLabel('不同意', { exact: true }).fill('1');
}
