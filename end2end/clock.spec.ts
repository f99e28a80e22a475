// A phone whose clock is wrong: work goes on, it is said when it matters, and the server's time stands beside the phone's.
import type { Page } from '@playwright/test';
import { enrolled, inStep } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { logNoChange } from './support/visits.ts';

const MINUTE_MS = 60_000;
const SAID = /^这部手机的时间和服务器差/;

/** A phone whose clock is so far ahead and goes on from there; nothing else of it is touched. */
async function ahead(page: Page, ms: number): Promise<Page> {
  await page.context().addInitScript((ms) => {
    const right = Date.now.bind(Date);
    Date.now = () => right() + ms;
  }, ms);
  return page;
}

test('twenty minutes off are said on Me, and a visit tells both times', async ({ codes, phone }) => {
  const page = await enrolled(await ahead(await phone(), 20 * MINUTE_MS), 'P002', codes.get('P002'));
  await logNoChange(page, 0);
  await inStep(page);
  await page.locator('a.row[href^="/visits/"]').first().click();
  const entry = page.getByRole('region', { name: '经过' }).getByRole('listitem').first();
  const clock = async (named: RegExp): Promise<number> => {
    const [, hour, minute] = named.exec(await entry.innerText()) ?? [];
    return Number(hour) * 60 + Number(minute);
  };
  await expect(entry).toContainText(/送达.*\d+:\d\d/);
  const [device, server] = [await clock(/手机时间\s*\D*(\d+):(\d\d)/), await clock(/送达\s*\D*(\d+):(\d\d)/)];
  const day = 24 * 60;
  expect([19, 20, 21]).toContain((device - server + day) % day);
  await page.goto('/me');
  await expect(page.getByText(SAID)).toBeVisible();
});

test('three minutes off are nobody’s concern', async ({ codes, phone }) => {
  const page = await enrolled(await ahead(await phone(), 3 * MINUTE_MS), 'P002', codes.get('P002'));
  await page.goto('/me');
  await inStep(page);
  await expect(page.getByText('上次连上')).toBeVisible();
  await expect(page.getByText(SAID)).toHaveCount(0);
});
