// The phone's own fingerprint or face unlock opens the ledger too, offline, once it is turned on; the code stays beside it.
import { expectOpenToAll } from './support/axe.ts';
import type { CDPSession, Page } from '@playwright/test';
import { CODE, enrolled, lock, offline, unlock } from './support/person.ts';
import { expect, test } from './support/test.ts';

/** A finger reader as phones have it; WebAuthn knows hosts by name only, so the district is asked for as `localhost`. */
async function reader(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

const row = (page: Page) => page.getByRole('button', { name: /^指纹、面容解锁/ });
const byFinger = (page: Page) => page.getByRole('button', { name: '用指纹或面容解锁' });

test('a finger opens the ledger once it is turned on, another hand does not, and the code always does', async ({
  codes,
  ledger,
  phone,
}) => {
  const page = await phone({ baseURL: ledger.url.replace('127.0.0.1', 'localhost') });
  const { cdp, authenticatorId } = await reader(page);
  await enrolled(page, 'P002', codes.get('P002'));

  await test.step('it is off until somebody turns it on, and says who else could open', async () => {
    await lock(page);
    await expect(byFinger(page)).toHaveCount(0);
    await unlock(page);
    await expect(row(page)).toHaveAttribute('aria-pressed', 'false');
    await expect(row(page)).toContainText('几个人合用的手机不要开');
  });

  await test.step('turned on without signal, a finger opens what was locked', async () => {
    await offline(page, true);
    await row(page).click();
    await expect(row(page)).toHaveAttribute('aria-pressed', 'true');
    await expectOpenToAll(page, { name: 'me with a passkey', open: () => expect(row(page)).toBeVisible() });
    await lock(page);
    await expectOpenToAll(page, { name: 'unlock with a passkey', open: () => expect(byFinger(page)).toBeVisible() });
    await byFinger(page).click();
    await expect(row(page)).toBeVisible();
  });

  await test.step('a hand that the phone does not know is refused, and the code opens as before', async () => {
    await lock(page);
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await byFinger(page).click();
    await expect(page.getByRole('alert')).toContainText('请输解锁码');
    await unlock(page, CODE);
    await expect(row(page)).toBeVisible();
  });

  await test.step('turned off, only the code opens', async () => {
    await row(page).click();
    await expect(row(page)).toHaveAttribute('aria-pressed', 'false');
    await lock(page);
    await expect(page.getByLabel('解锁码', { exact: true })).toBeVisible();
    await expect(byFinger(page)).toHaveCount(0);
  });
});
