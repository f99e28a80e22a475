// Papers open beside the app: pressing what prints one gives the page that it opened.
import type { Page } from '@playwright/test';

/** The paper that `press` opens. */
export async function printed(page: Page, press: () => Promise<void>): Promise<Page> {
  const [paper] = await Promise.all([page.context().waitForEvent('page'), press()]);
  await paper.waitForLoadState();
  return paper;
}
