// A picture of every screen of the invented district, on one fixed day.
import { DAY, FIELD, OFFICE, ordered, photograph, stopClocks } from '../support/camera.ts';
import { disagree, ordinaryHousehold } from '../support/disagree.ts';
import { printed } from '../support/papers.ts';
import { lock, offline, setCode, signIn, signedIn, syncLine } from '../support/person.ts';
import { AT_THE_GATE, OF_A_LEADER, OF_A_MEMBER, OF_THE_ADMINISTRATOR, OF_THE_DISTRICT, OF_THE_OFFICE, TWO_VALUES } from '../support/screens.ts';
import { DEMO_PASSWORD, DESK, expect, test } from '../support/test.ts';
import { dueHouseholds, dueRow, logNobodyHome } from '../support/visits.ts';

test.use({ district: 'empty', setup: { prepare: (cli) => cli('demo', '--today', DAY) } });

const sharp = { deviceScaleFactor: 2 };

test('the gate', async ({ phone }) => {
  const page = await phone(sharp);
  await stopClocks(page);
  for (const screen of ordered(AT_THE_GATE)) await photograph(page, screen, FIELD);
  await photograph(page, { name: 'new-code', open: () => signIn(page, 'P002', DEMO_PASSWORD) }, FIELD);
  await setCode(page);
  await photograph(page, { name: 'unlock', open: () => lock(page) }, FIELD);
});

test('the member', async ({ phone }) => {
  const page = await phone(sharp);
  await stopClocks(page);
  await signedIn(page, 'P002', DEMO_PASSWORD);
  for (const screen of ordered(OF_A_MEMBER)) await photograph(page, screen, FIELD);
});

test('the member without signal', async ({ phone }) => {
  const page = await phone(sharp);
  await stopClocks(page);
  await signedIn(page, 'P002', DEMO_PASSWORD);
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await offline(page, true);
  const saved = async () => {
    await dueRow(page, household).click();
    await logNobodyHome(page);
  };
  await photograph(page, { name: 'household-saved', open: saved }, FIELD);
  const waits = async () => {
    await page.goto('/');
    await expect(syncLine(page)).toHaveText('无信号·1 条待送');
  };
  await photograph(page, { name: 'today-offline', open: waits }, FIELD);
  await photograph(page, { name: 'me-offline', open: async () => void (await page.goto('/me')) }, FIELD);
  await photograph(page, { name: 'unsent-offline', open: async () => void (await page.goto('/me/unsent')) }, FIELD);
  const visit = async () => {
    await page.goto('/');
    await page.locator('a.row[href^="/visits/"]').last().click();
    await expect(page.getByText('等信号送出')).toBeVisible();
  };
  await photograph(page, { name: 'visit-waiting', open: visit }, FIELD);
});

test('the leader', async ({ phone }) => {
  const page = await phone(sharp);
  await stopClocks(page);
  await signedIn(page, 'P001', DEMO_PASSWORD);
  for (const screen of ordered(OF_A_LEADER)) await photograph(page, screen, FIELD);
});

test('two values', async ({ phone }) => {
  const member = await phone(sharp);
  await stopClocks(member);
  await signedIn(member, 'P002', DEMO_PASSWORD);
  const leader = await phone(sharp);
  await stopClocks(leader);
  await signedIn(leader, 'P001', DEMO_PASSWORD);
  await disagree(leader, member, await ordinaryHousehold(leader));
  await photograph(leader, TWO_VALUES, FIELD);
});

test('the papers', async ({ phone }) => {
  const page = await phone(sharp);
  await stopClocks(page);
  await signedIn(page, 'P002', DEMO_PASSWORD);
  const there = async () => undefined;
  await page.goto('/households');
  await page.locator('main a.row[href^="/households/"]').filter({ hasText: '监测户' }).first().click();
  const visits = await printed(page, () => page.getByRole('button', { name: '走访台账' }).click());
  await photograph(visits, { name: 'paper-visits', open: there }, OFFICE);
  await page.goto('/me');
  const month = await printed(page, () => page.getByRole('button', { name: '月小结' }).click());
  await photograph(month, { name: 'paper-month', open: there }, OFFICE);
  await page.locator('main a.row[href^="/handover/"]').first().click();
  const handover = await printed(page, () => page.getByRole('button', { name: /^交接清单/ }).click());
  await photograph(handover, { name: 'paper-handover', open: there }, OFFICE);
});

test('the desk', async ({ phone }) => {
  const office = await phone({ ...DESK, ...sharp });
  await stopClocks(office);
  await signIn(office, 'D001', DEMO_PASSWORD);
  await expect(office.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
  for (const screen of ordered(OF_THE_OFFICE)) await photograph(office, screen, OFFICE);
  const decides = await phone({ ...DESK, ...sharp });
  await stopClocks(decides);
  await signIn(decides, 'D002', DEMO_PASSWORD);
  await expect(decides.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
  for (const screen of ordered(OF_THE_DISTRICT)) await photograph(decides, screen, OFFICE);
  const administrator = await phone({ ...DESK, ...sharp });
  await stopClocks(administrator);
  await signIn(administrator, 'A001', DEMO_PASSWORD);
  await expect(administrator.getByRole('heading', { level: 1, name: '账号' })).toBeVisible();
  for (const screen of ordered(OF_THE_ADMINISTRATOR)) await photograph(administrator, screen, OFFICE);
});

test('the words in English', async ({ phone }) => {
  const page = await phone(sharp);
  await stopClocks(page);
  await signedIn(page, 'P001', DEMO_PASSWORD);
  await page.evaluate(() => localStorage.setItem('ledger.language', '"en"'));
  const addresses = { today: '/', households: '/households', review: '/review', me: '/me', four: '/four' };
  for (const [name, address] of Object.entries(addresses)) {
    const open = async (): Promise<void> => {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    };
    await photograph(page, { name: `${name}-english`, open }, FIELD);
  }
});
