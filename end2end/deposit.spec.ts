// Handed in while its author is away: sealed for the server, delivered by the service worker, and never called sent before
// the author's own phone has heard so.
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import {
  chooseCode,
  enrolHere,
  enrolled,
  handsNothingIn,
  inStep,
  lock,
  offline,
  onToday,
  PASSWORD,
  setCode,
  syncLine,
  unlock,
} from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save, visitsInRegister } from './support/visits.ts';

test.setTimeout(180_000);

/** Requests that are ready to be handed in, and those that were taken and wait for their answer. */
interface Deposits {
  ready: number;
  taken: number;
  granted: boolean;
}

function deposits(page: Page, staff: string): Promise<Deposits> {
  return page.evaluate(async (name) => {
    const opening = indexedDB.open(name);
    await new Promise((done) => (opening.onsuccess = done));
    const database = opening.result;
    const area = database.transaction('deposit').objectStore('deposit');
    const [keys, values] = [area.getAllKeys(), area.getAll()];
    await new Promise((done) => (values.onsuccess = done));
    database.close();
    const bodies = keys.result.map((key, at) => [String(key), (values.result as Uint8Array[])[at]?.length ?? 0] as const);
    const made = bodies.filter(([key]) => key !== 'grant');
    return {
      ready: made.filter(([, length]) => length > 0).length,
      taken: made.filter(([, length]) => length === 0).length,
      granted: made.length < bodies.length,
    };
  }, `ledger-${staff}`);
}

/** A member whose phone may hand in. */
async function ready(page: Page, staff: string, code: string | undefined): Promise<Page> {
  await enrolled(page, staff, code);
  await expect.poll(() => deposits(page, staff)).toEqual({ ready: 0, taken: 0, granted: true });
  return page;
}

/** Logs a visit without signal. */
async function visitWithoutSignal(page: Page): Promise<string> {
  await offline(page, true);
  const [due] = await dueHouseholds(page, 1);
  if (!due) throw new Error('no household is due');
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await page.getByLabel('谈话内容').fill('水渠清好了。');
  await save(page);
  return due.name;
}

/** The same, and waits until it is sealed for the server as well. */
async function sealedVisit(page: Page, staff: string): Promise<string> {
  const household = await visitWithoutSignal(page);
  await expect.poll(() => deposits(page, staff)).toEqual({ ready: 1, taken: 0, granted: true });
  return household;
}

/** The one request that is ready to be handed in, or has been; with `body` as if it had not been yet. */
function request(page: Page, staff: string, body?: number[]): Promise<number[]> {
  return page.evaluate(
    async ([name, put]) => {
      const opening = indexedDB.open(name);
      await new Promise((done) => (opening.onsuccess = done));
      const database = opening.result;
      const transaction = database.transaction('deposit', 'readwrite');
      const area = transaction.objectStore('deposit');
      const ended = new Promise((done) => (transaction.oncomplete = done));
      const keys = area.getAllKeys();
      const found = await new Promise<number[]>((done) => {
        keys.onsuccess = () => {
          const key = keys.result.find((one) => one !== 'grant') ?? '';
          const reading = area.get(key);
          reading.onsuccess = () => done([...((reading.result as Uint8Array | undefined) ?? [])]);
          if (put) area.put(new Uint8Array(put), key);
        };
      });
      await ended;
      database.close();
      return found;
    },
    [`ledger-${staff}`, body] as const,
  );
}

/** Starts over at a locked store: the code is forgotten. */
async function startOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: '忘了解锁码' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: '清掉并重新登录' }).click();
  // The page before it asks for a code as well.
  await expect(page.getByRole('heading', { level: 1, name: /设一个解锁码/ })).toBeVisible({ timeout: 20_000 });
  await chooseCode(page);
  await page.getByRole('navigation').getByRole('link', { name: '今日' }).click();
  await onToday(page);
}

/** The leader has it to review. */
async function reachesLeader(leader: Page, household: string, author?: string): Promise<void> {
  await expect(async () => {
    await leader.goto('/review?show=same');
    const row = leader.getByRole('main').getByText(household).first();
    await expect(row).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  if (author) await expect(leader.getByRole('main')).toContainText(author);
}

/** Has the browser tell the service worker that there is signal, with no page of the app open. */
async function signalForWorker(context: BrowserContext, origin: string): Promise<void> {
  const blank = await context.newPage();
  const session: CDPSession = await context.newCDPSession(blank);
  const registered = new Promise<string>((done) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(origin) && !isDeleted);
      if (ours) done(ours.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  await session.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'deposit', lastChance: false });
}

test('a locked phone hands in what its author saved, and says “sent” only after unlocking', async ({ codes, ledger, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const member = await ready(await phone(), 'P002', codes.get('P002'));
  const household = await sealedVisit(member, 'P002');
  await lock(member);

  await test.step('with signal the leader has it, the phone stays locked', async () => {
    await offline(member, false);
    await reachesLeader(leader, household);
    await expect.poll(() => deposits(member, 'P002')).toEqual({ ready: 0, taken: 1, granted: true });
    await member.reload();
    await expect(member.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
    await expect(member.getByText('手机上有 1 条还没有送达')).toBeVisible();
    await expect(member.getByText('其中 1 条已交到服务器代收，解锁后核对。')).toBeVisible();
  });

  await test.step('unlocked, the exchange answers it, and there is one visit', async () => {
    await unlock(member);
    await inStep(member);
    expect(await deposits(member, 'P002')).toEqual({ ready: 0, taken: 0, granted: true });
    expect(await visitsInRegister(ledger)).toBe(1);
  });
});

test('with the app closed the service worker delivers', async ({ codes, ledger, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const member = await ready(await phone(), 'P002', codes.get('P002'));
  const household = await sealedVisit(member, 'P002');
  const context = member.context();
  await member.close();
  await context.setOffline(false);
  await signalForWorker(context, ledger.url);
  await reachesLeader(leader, household);
});

test('what A saved on a shared phone arrives under A\'s name while B works on it', async ({ codes, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const page = await ready(await phone(), 'P002', codes.get('P002'));
  const household = await sealedVisit(page, 'P002');
  await lock(page);
  await page.getByRole('button', { name: '换一个人' }).click();
  await offline(page, false);
  await enrolHere(page, 'P005', codes.get('P005') ?? '');
  await setCode(page);
  await inStep(page);
  await reachesLeader(leader, household);
  // The store of A is as it was: one operation, taken and not yet answered.
  await expect.poll(() => deposits(page, 'P002')).toEqual({ ready: 0, taken: 1, granted: true });
  await lock(page);
  await page.getByRole('button', { name: '换一个人' }).click();
  await page.getByRole('button', { name: /P002/ }).click();
  await expect(page.getByText('其中 1 条已交到服务器代收，解锁后核对。')).toBeVisible();
});

test('of a phone that was signed off nothing is taken', async ({ codes, ledger, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const member = await ready(await phone(), 'P002', codes.get('P002'));
  await sealedVisit(member, 'P002');
  await lock(member);
  await leader.goto('/me/phones');
  await leader.getByRole('region', { name: '队里的' }).getByRole('button', { name: /^停用：/ }).first().click();
  await leader.getByLabel('你自己的密码').fill(PASSWORD);
  await leader.getByRole('button', { name: '停用并清掉' }).click();
  await expect(leader.getByText('停用了。它下次连上时就会清掉')).toBeVisible();
  await offline(member, false);
  await expect(member.getByRole('heading', { level: 1, name: /这部手机停用了/ })).toBeVisible({ timeout: 20_000 });
  expect(await visitsInRegister(ledger)).toBe(0);
});

test('what was sealed for the server before the code was forgotten still arrives', async ({ codes, ledger, phone }) => {
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const member = await ready(await phone(), 'P002', codes.get('P002'));
  const household = await sealedVisit(member, 'P002');
  const body = await request(member, 'P002');
  await lock(member);
  await offline(member, false);
  await expect.poll(() => deposits(member, 'P002')).toEqual({ ready: 0, taken: 1, granted: true });
  // As if the signal had gone a moment earlier; handed in twice it is one visit.
  await request(member, 'P002', body);
  await startOver(member);
  // The new store's own first exchange asks for a grant of its own, and leaves what the old one had sealed.
  const kept = async () => {
    const { ready: left, taken, granted } = await deposits(member, 'P002');
    return granted ? left + taken : 'no grant yet';
  };
  await expect.poll(kept).toBe(1);
  await expect.poll(() => deposits(member, 'P002')).toEqual({ ready: 0, taken: 1, granted: true });
  await reachesLeader(leader, household);
  await member.reload();
  await inStep(member);
  expect(await visitsInRegister(ledger)).toBe(1);
});

test('what lies under a forgotten code and was never handed in is counted and said, and never called sent', async ({ codes, phone }) => {
  const member = await enrolled(await handsNothingIn(await phone()), 'P002', codes.get('P002'));
  await visitWithoutSignal(member);
  await lock(member);
  await offline(member, false);
  await startOver(member);
  await expect(syncLine(member)).toHaveText('1 条封存着打不开', { timeout: 20_000 });
  await member.goto('/me');
  await expect(member.getByText('忘了解锁码以前的记录有 1 条没有送达')).toBeVisible();
  await member.getByRole('button', { name: '退出登录', exact: true }).click();
  await expect(member.getByRole('dialog').getByText('我知道这 1 条会丢掉')).toBeVisible();
});
