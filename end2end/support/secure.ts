// `test` where people type an https address: a certificate for all tests of a worker, and a Chromium that believes it.
import { expect, type Page } from '@playwright/test';
import { believing, type Certificate, discardCertificate, newCertificate } from './certificate.ts';
import { chromium } from './chromium.ts';
import { test as base } from './test.ts';

export const test = base.extend<{}, { certificate: Certificate }>({
  certificate: [
    async ({}, use) => {
      const certificate = await newCertificate();
      await use(certificate);
      await discardCertificate(certificate);
    },
    { scope: 'worker' },
  ],

  launchOptions: [
    async ({ certificate }, use) => {
      const { launchOptions } = chromium;
      await use({ ...launchOptions, args: [...launchOptions.args, ...believing(certificate)] });
    },
    { scope: 'worker' },
  ],
});

/** The session is in a cookie that only this host gets, only over https, and that no script reads. */
export async function expectSafeCookie(page: Page): Promise<void> {
  expect(await page.context().cookies()).toMatchObject([
    { name: '__Host-ledger', path: '/', secure: true, httpOnly: true, sameSite: 'Strict' },
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
}

/** The browser goes to https by itself from now on, also when somebody types http. */
export async function expectKeptToHttps(page: Page, url: string): Promise<void> {
  const typed = await page.context().newPage();
  const reply = await typed.goto(`${url.replace('https:', 'http:')}/healthz`);
  expect(typed.url()).toBe(`${url}/healthz`);
  expect(await reply?.headerValue('strict-transport-security')).toMatch(/^max-age=\d{8,}/);
  await typed.close();
}
