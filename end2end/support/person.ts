// What people do on every screen: enrol, sign in, unlock, wait until everything is sent.
import { expect, type Page } from '@playwright/test';

/** The password that people of these tests choose. */
export const PASSWORD = '柿子树下第三户人家的院坝';
/** The unlock code that they choose. */
export const CODE = '204861';

/** First enrolment with the code from the office; ends when the server has answered, where the person stands then. */
export async function enrol(page: Page, staff: string, invitation: string): Promise<void> {
  await page.goto('/');
  await enrolHere(page, staff, invitation);
}

/** The same, at the sign-in that the page shows already. */
export async function enrolHere(page: Page, staff: string, invitation: string): Promise<void> {
  await page.getByRole('button', { name: '第一次用？用邀请码开通' }).click();
  await page.getByLabel('工号').fill(staff);
  await page.getByLabel('邀请码').fill(invitation);
  await page.getByLabel('新密码').fill(PASSWORD);
  // A password takes a while on purpose: a server that is interrupted before it has answered knows no such account.
  const answered = page.waitForResponse('**/api/v1/enrol');
  await page.getByRole('button', { name: '开通', exact: true }).click();
  await answered;
}

/** Sign-in with a password that exists already. */
export async function signIn(page: Page, staff: string, password: string): Promise<void> {
  await page.goto('/');
  await signInHere(page, staff, password);
}

/** The same, at the sign-in that the page shows already. */
export async function signInHere(page: Page, staff: string, password: string = PASSWORD): Promise<void> {
  await page.getByLabel('工号').fill(staff);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Chooses the unlock code of this phone. */
export async function chooseCode(page: Page): Promise<void> {
  await page.getByLabel('解锁码', { exact: true }).fill(CODE);
  await page.getByLabel('再输一次').fill(CODE);
  await page.getByRole('button', { name: '设好了' }).click();
}

/** Chooses the unlock code and waits for Today. */
export async function setCode(page: Page): Promise<void> {
  await chooseCode(page);
  await onToday(page);
}

/** Locks the open ledger, on Me. */
export async function lock(page: Page): Promise<void> {
  await page.goto('/me');
  await page.getByRole('button', { name: /^现在锁上/ }).click();
  await expect(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
}

/** Opens the locked ledger with this code. */
export async function unlock(page: Page, code: string = CODE): Promise<void> {
  await page.getByLabel('解锁码', { exact: true }).fill(code);
  await page.getByRole('button', { name: '解锁', exact: true }).click();
}

/** A member or leader with everything on the phone, the app kept for the day without signal. */
export async function enrolled(page: Page, staff: string, invitation: string | undefined): Promise<Page> {
  await enrol(page, staff, invitation ?? '');
  await setCode(page);
  await inStep(page);
  await keptForOffline(page);
  return page;
}

/** A member or leader of the invented district, likewise. */
export async function signedIn(page: Page, staff: string, password: string): Promise<Page> {
  await signIn(page, staff, password);
  await setCode(page);
  await inStep(page);
  await keptForOffline(page);
  return page;
}

/** A phone that hands nothing in sealed (decision 0039): what it does not send itself never arrives. */
export async function handsNothingIn(page: Page): Promise<Page> {
  await page.context().route('**/api/v1/devices/deposit', (route) => route.abort());
  return page;
}

export async function onToday(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: '今天' })).toBeVisible();
}

/** The line at the top right: what has been sent. */
export function syncLine(page: Page) {
  return page.getByRole('banner').getByRole('status');
}

/** Everything is sent, and said so. */
export async function inStep(page: Page): Promise<void> {
  await expect(syncLine(page)).toHaveText('已全部送达', { timeout: 20_000 });
}

/** The service worker has the app and answers for this page. */
export async function keptForOffline(page: Page): Promise<void> {
  // Nearly every test waits here for each phone: it looks often, not after longer and longer breaks.
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { intervals: [100], timeout: 20_000 })
    .toBe('activated');
}

/** Airplane mode on or off. */
export async function offline(page: Page, off: boolean): Promise<void> {
  await page.context().setOffline(off);
}
