// What a leader does with visits that wait.
import { expect, type Page } from '@playwright/test';

/** Opens the visit of this household from the queue and returns it. */
export async function returnVisit(page: Page, household: string, reason: string, words: string): Promise<void> {
  await page.goto('/review');
  await page.getByRole('link', { name: new RegExp(`^${household}`) }).click();
  await page.getByRole('button', { name: '退回', exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.locator('label.chip', { hasText: reason }).click();
  await sheet.getByLabel('说一句').fill(words);
  await sheet.getByRole('button', { name: '退回', exact: true }).click();
  await expect(sheet).toBeHidden();
}

/** Approves all unchanged visits with one tap. */
export async function approveUnchanged(page: Page, count: number): Promise<void> {
  await page.goto('/review?show=same');
  await page.getByRole('button', { name: `通过 ${count} 条` }).click();
  await expect(page.getByText(`已通过 ${count} 条`)).toBeVisible();
}
