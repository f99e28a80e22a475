// What a screen of the list is, and ways that several of them are reached by.
import { expect, type Page } from '@playwright/test';
import { REGISTER } from '../districts.ts';
import { inStep } from '../person.ts';

/** One screen. `open` ends when it shows what it is for. */
export interface Screen {
  name: string;
  open: (page: Page) => Promise<void>;
}

/** A screen at a fixed address. */
export function at(name: string, address: string, title: string | RegExp): Screen {
  return {
    name,
    open: async (page) => {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1, name: title }).first()).toBeVisible();
    },
  };
}

/** The address of the first row of a list. */
export async function firstRow(page: Page, list: string, rows: string): Promise<string> {
  await page.goto(list);
  const row = page.locator(rows).first();
  await expect(row).toBeVisible();
  return (await row.getAttribute('href')) ?? '';
}

/** Confirms the first flag that waits for the leader; gives the address of the case that this opens. */
export async function openCase(page: Page): Promise<string> {
  await page.goto(await firstRow(page, '/', 'main a.row[href^="/flags/"]'));
  await page.getByRole('button', { name: '确认有风险' }).click();
  const link = page.getByRole('link', { name: '看识别进度' });
  await expect(link).toBeVisible();
  await inStep(page);
  return (await link.getAttribute('href')) ?? '';
}

/** A household with much to show: a monitored one where there is one. */
export async function aHousehold(page: Page): Promise<string> {
  await page.goto('/households');
  const rows = page.locator('main a.row[href^="/households/"]');
  await expect(rows.first()).toBeVisible();
  for (const tier of ['监测户', '重点户', '脱贫户']) {
    const row = rows.filter({ hasText: tier }).first();
    if (await row.isVisible()) return (await row.getAttribute('href')) ?? '';
  }
  return (await rows.first().getAttribute('href')) ?? '';
}

/** Opens the form of a visit to it. */
export async function openForm(page: Page): Promise<void> {
  await page.goto(`${await aHousehold(page)}/visit`);
  await expect(page.getByRole('heading', { level: 1, name: '记一次走访' })).toBeVisible();
}

/** Sends a workbook of this kind to be checked; ends at its report. */
export async function checkBook(page: Page, kind: string, file: string): Promise<void> {
  await page.goto('/desk/import');
  await page.locator('label, legend').filter({ hasText: new RegExp(`^${kind}$`) }).first().click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: '上传核对' }).click();
  await expect(page.getByRole('heading', { name: '核对结果' })).toBeVisible({ timeout: 30_000 });
}

/** Sends the register of two villages to be checked; ends at its report. */
export const checkRegister = (page: Page): Promise<void> => checkBook(page, '农户', REGISTER);
