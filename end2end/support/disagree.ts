// Two people who change one fact without knowing of each other, so that two values stand side by side.
import { expect, type Page } from '@playwright/test';
import { inStep, offline } from './person.ts';
import { save, sayWork } from './visits.ts';

/** The name of the first household of the list that is not monitored. */
export async function ordinaryHousehold(page: Page): Promise<string> {
  await page.goto('/households');
  const row = page.locator('main a.row[href^="/households/"]').filter({ hasNotText: '监测户' }).first();
  await expect(row).toBeVisible();
  return ((await row.locator('.n').evaluate((name) => name.firstChild?.textContent)) ?? '').trim();
}

/** Logs a visit on this phone that says where somebody of the household works now. */
async function sayWorkPlace(page: Page, household: string, place: string): Promise<void> {
  await page.goto('/households');
  await page.getByRole('searchbox').fill(household);
  await page.locator('main a.row[href^="/households/"]').filter({ hasText: household }).first().click();
  await page.getByRole('link', { name: '记一次走访' }).last().click();
  await sayWork(page, place);
  await save(page);
}

/** The first says 县城工地, the second 镇上砖厂, both without signal; the first arrives first. */
export async function disagree(first: Page, second: Page, household: string): Promise<void> {
  await offline(first, true);
  await offline(second, true);
  await sayWorkPlace(first, household, '县城工地');
  await sayWorkPlace(second, household, '镇上砖厂');
  await offline(first, false);
  await inStep(first);
  await offline(second, false);
  await inStep(second);
}
