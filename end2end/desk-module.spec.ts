// The desk's screens are a module of their own: phones never pay for it, and a desk without it says so.
import { signIn, signedIn } from './support/person.ts';
import { DEMO_PASSWORD, DESK, expect, test } from './support/test.ts';

test.use({ district: 'demo' });

const DESKS_FILES = /\/pkg\/village-ledger-desk/;

test('a phone loads no file of the desk\'s', async ({ phone }) => {
  const page = await phone();
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(request.url()));
  await signedIn(page, 'P002', DEMO_PASSWORD);
  expect(asked.some((url) => /\/pkg\/village-ledger_bg/.test(url)), 'its own module was seen').toBe(true);
  expect(asked.filter((url) => DESKS_FILES.test(url))).toEqual([]);
});

test('an office\'s browser loads it at the first sign-in, and says so where it cannot', async ({ phone }) => {
  const page = await phone(DESK);
  await signIn(page, 'D001', DEMO_PASSWORD);
  const board = page.getByRole('heading', { level: 1, name: '总览' });
  await expect(board).toBeVisible();
  await page.reload();
  await expect(board).toBeVisible();

  let starts = 0;
  page.on('load', () => (starts += 1));
  await page.context().route(DESKS_FILES, (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('status').getByText('办公桌面要联网才能打开')).toBeVisible();
  await page.waitForTimeout(1_000);
  expect(starts, 'it does not start over and over').toBe(1);

  await page.context().unrouteAll();
  await page.getByRole('button', { name: '重新打开' }).click();
  await expect(board).toBeVisible();
});
