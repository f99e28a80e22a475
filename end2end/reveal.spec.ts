// A full number is shown for a reason, for a minute, and only with a connection.
import type { Locator, Page } from '@playwright/test';
import { enrolled, offline } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, tick } from './support/visits.ts';

const MASKED_PHONE = /\d{3}\*{4}\d{4}/;
const MASKED_ID = /\*{14}[\dX]{4}/;

function people(page: Page): Locator {
  return page.getByRole('region', { name: /^家里人/ });
}

/** The page of a household with a telephone. */
async function householdWithPhone(page: Page): Promise<void> {
  for (const household of await dueHouseholds(page, 5)) {
    await page.goto(`/households/${household.id}`);
    await expect(people(page)).toBeVisible();
    if (await people(page).getByText(MASKED_PHONE).first().isVisible()) return;
  }
  throw new Error('no household has a telephone');
}

test('a telephone number is shown for a reason, can be called, and is masked again', async ({ codes, phone, ledger }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await householdWithPhone(member);
  await member.clock.install();

  await member.getByRole('button', { name: /^显示.*的联系电话$/ }).click();
  const sheet = member.getByRole('dialog');
  await sheet.getByRole('button', { name: '显示号码' }).click();
  await expect(sheet.getByText('请选一个用途。')).toBeVisible();
  await tick(sheet, '走访前打电话');
  await sheet.getByRole('button', { name: '显示号码' }).click();

  const call = people(member).getByRole('link', { name: /^\d{11}$/ });
  await expect(call).toHaveAttribute('href', /^tel:\d{11}$/);
  const number = (await call.textContent()) ?? '';
  const stored = await member.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain(number);
  expect(ledger.log).not.toContain(number);

  await member.clock.fastForward('01:01');
  await expect(call).toHaveCount(0);
  await expect(people(member).getByText(MASKED_PHONE).first()).toBeVisible();
});

test('an identity number needs words for another reason, and no number in them', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await householdWithPhone(member);
  await member.getByRole('button', { name: /^显示.*的证件号码$/ }).first().click();
  const sheet = member.getByRole('dialog');
  await expect(sheet.getByText('走访前打电话')).toHaveCount(0);
  await tick(sheet, '其他，写一句');
  const show = sheet.getByRole('button', { name: '显示号码' });
  await show.click();
  await expect(sheet.getByText('请写一句为什么要看。')).toBeVisible();
  await sheet.getByLabel('写一句用途').fill('她的电话是10016837266');
  await show.click();
  await expect(sheet.getByText('说明里不要写证件号或手机号。')).toBeVisible();
  await sheet.getByLabel('写一句用途').fill('代办慢性病证');
  await show.click();
  await expect(people(member).getByText(/^\d{17}[\dX]$/)).toBeVisible();
});

test('without signal the button says that it needs a connection', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await householdWithPhone(member);
  await offline(member, true);
  const button = member.getByRole('button', { name: /的联系电话：联网后可看$/ });
  await expect(button).toHaveText('联网后可看');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  // The page is drawn anew when the phone notices that it is offline; a click that met the old button is made again.
  await expect(() => button.click({ force: true, timeout: 1_000 })).toPass();
  await expect(member.getByRole('dialog')).toHaveCount(0);
  await expect(people(member).getByText(MASKED_ID).first()).toBeVisible();
});
