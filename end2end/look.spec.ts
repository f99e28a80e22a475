// How the person likes to read: colours, size of text and language take effect at once and stay.
import type { Page } from '@playwright/test';
import { enrolled } from './support/person.ts';
import { expect, test } from './support/test.ts';

/** Presses one segment of a setting. */
async function choose(page: Page, setting: string, word: string): Promise<void> {
  await page.getByRole('group', { name: setting }).locator('label', { hasText: word }).click();
}

test('colours, size and language change on the page that is open, and are there after a new start', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const root = page.locator('html');
  await page.goto('/me');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await expect(root).toHaveAttribute('lang', 'zh-CN');
  await expect(root).toHaveCSS('color-scheme', 'light');
  await expect(root).toHaveCSS('font-size', '16px');

  await test.step('each takes effect at once', async () => {
    await choose(page, '颜色', '深色');
    await expect(root).toHaveAttribute('data-theme', 'dark');
    await expect(root).toHaveCSS('color-scheme', 'dark');
    await page.getByRole('group', { name: '字大小' }).locator('label').last().click();
    await expect(root).toHaveAttribute('data-text', 'largest');
    await expect(root).toHaveCSS('font-size', '21.6px');
    await choose(page, '语言', 'English');
    await expect(root).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Today' })).toBeVisible();
    expect(await page.evaluate(() => 'sameDocument' in window), 'nothing was loaded anew').toBe(true);
  });

  await test.step('after a new start all three are as they were chosen', async () => {
    await page.reload();
    await expect(page.getByRole('group', { name: 'Text size' })).toBeVisible();
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(false);
    await expect(root).toHaveAttribute('lang', 'en');
    await expect(root).toHaveCSS('color-scheme', 'dark');
    await expect(root).toHaveCSS('font-size', '21.6px');
    for (const chosen of ['en', 'dark', 'largest']) await expect(page.locator(`input[value="${chosen}"]`)).toBeChecked();
  });

  await test.step('and back again', async () => {
    await choose(page, 'Language', '中文');
    await expect(root).toHaveAttribute('lang', 'zh-CN');
    await choose(page, '颜色', '户外');
    await expect(root).toHaveAttribute('data-theme', 'outdoor');
    await expect(root).toHaveCSS('color-scheme', 'light');
  });
});
