// A lost phone: signed off by the leader or the person, told what never arrived, wiped at its next contact and by nothing else.
import type { Page } from '@playwright/test';
import { expectOpenToAll } from './support/axe.ts';
import { invitation } from './support/districts.ts';
import { enrol, enrolled, inStep, lock, offline, onToday, PASSWORD, setCode, signIn } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { logNoChange, toToday } from './support/visits.ts';

test.setTimeout(180_000);

/** Signs the first phone of a list off, on the page of phones. */
async function signOff(page: Page, list: string): Promise<void> {
  await page.goto('/me/phones');
  await page.getByRole('region', { name: list }).getByRole('button', { name: /^停用：/ }).first().click();
  await page.getByLabel('你自己的密码').fill(PASSWORD);
  await page.getByRole('button', { name: '停用并清掉' }).click();
  await expect(page.getByText('停用了。它下次连上时就会清掉')).toBeVisible();
}

/** The page that stands where the records were. */
async function wiped(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: /这部手机停用了/ })).toBeVisible({ timeout: 75_000 });
  await expect
    .poll(() => page.evaluate(async () => (await indexedDB.databases()).map((database) => database.name)))
    .toEqual([]);
  // What one tab takes out of localStorage, another sees a moment later.
  await expect
    .poll(() => page.evaluate(() => JSON.stringify(localStorage)), { message: 'nothing says whose it was' })
    .not.toContain('P002');
}

test('the leader signs a phone off, is told what never arrived, and it wipes itself when it comes back', async ({ codes, ledger, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  await offline(member, true);
  await logNoChange(member, 0);
  await logNoChange(member, 1);

  await test.step('the last contact says that two were made, and breaks before they are taken', async () => {
    // Put back from a backup, the server lets a phone hear before it takes anything of it (decision 0009).
    await ledger.interrupt();
    await ledger.cli('restore', '--epoch-only');
    await ledger.resume();
    let answered = false;
    member.on('response', (reply) => (answered ||= reply.url().endsWith('/api/v1/sync')));
    await member.context().route('**/api/v1/sync', (route) => (answered ? route.abort() : route.continue()));
    const heard = member.waitForResponse('**/api/v1/sync');
    await offline(member, false);
    await heard;
    await offline(member, true);
  });

  await test.step('the leader sees that two are missing, and signs it off with a password', async () => {
    await leader.goto('/me/phones');
    const team = leader.getByRole('region', { name: '队里的' });
    await expect(team.getByRole('listitem')).toHaveCount(1);
    await expect(team.getByText('2 条没有送到')).toBeVisible();
    await expectOpenToAll(leader, { name: 'phones', open: () => expect(team).toBeVisible() });
    await team.getByRole('button', { name: /^停用：/ }).click();
    const question = leader.getByRole('region', { name: /^停用“/ });
    await expect(question.getByText('有 2 条没有送到，请本人想想补记')).toBeVisible();
    await question.getByLabel('你自己的密码').fill('不是我的密码一二三四');
    await question.getByRole('button', { name: '停用并清掉' }).click();
    await expect(question.getByRole('alert')).toContainText('现在的密码不对');
    await question.getByLabel('你自己的密码').fill(PASSWORD);
    await question.getByRole('button', { name: '停用并清掉' }).click();
    await expect(team.getByText('已停用，还没连上')).toBeVisible();
  });

  await test.step('without contact nothing changes on it; with contact everything is gone', async () => {
    await toToday(member);
    await member.context().unroute('**/api/v1/sync');
    await offline(member, false);
    await wiped(member);
    await member.reload();
    await wiped(member);
    await expectOpenToAll(member, { name: 'wiped', open: () => expect(member.getByText('手机是捡到的')).toBeVisible() });
  });

  await test.step('the leader reads that it was told; found again, it signs in anew', async () => {
    await leader.reload();
    const team = leader.getByRole('region', { name: '队里的' });
    await expect(team.getByText('已停用，资料已让它清掉')).toBeVisible();
    await expect(team.getByText('2 条没有送到')).toBeVisible();
    await member.getByRole('link', { name: '去登录' }).click();
    await signIn(member, 'P002', PASSWORD);
    await setCode(member);
    await inStep(member);
    await leader.reload();
    await expect(team.getByRole('listitem')).toHaveCount(2);
  });
});

test('a locked phone is wiped without its code, and a second tab with it', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const second = await member.context().newPage();
  await second.goto('/');
  await onToday(second);
  await lock(member);
  await offline(member, true);
  await signOff(leader, '队里的');
  await offline(member, false);
  await wiped(member);
  await wiped(second);
});

test('a second tab hears of it while it still reads the marks as they were', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const second = await member.context().newPage();
  await second.route('**/api/v1/phones/standing', (route) => route.abort());
  await second.goto('/');
  await onToday(second);
  await lock(member);
  await second.evaluate(() => {
    const persons = localStorage.getItem('ledger.persons');
    const get = Storage.prototype.getItem;
    Storage.prototype.getItem = function (key) {
      return key === 'ledger.persons' ? persons : get.call(this, key);
    };
  });
  await signOff(leader, '队里的');
  await member.evaluate(() => window.dispatchEvent(new Event('online')));
  await wiped(member);
  await wiped(second);
});

test('a second tab that missed the word asks, and is told the same', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const second = await member.context().newPage();
  let first = () => {};
  const firstIsDone = new Promise<void>((done) => (first = done));
  await second.route('**/api/v1/phones/standing', async (route) => {
    await firstIsDone;
    await route.continue();
  });
  await second.goto('/');
  await onToday(second);
  await lock(member);
  await expect(second.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
  await second.evaluate(() => {
    Object.defineProperty(MessageEvent.prototype, 'data', { get: () => undefined });
  });
  await signOff(leader, '队里的');
  const asked = second.waitForRequest('**/api/v1/phones/standing');
  await second.evaluate(() => window.dispatchEvent(new Event('online')));
  await asked;
  await member.evaluate(() => window.dispatchEvent(new Event('online')));
  await wiped(member);
  first();
  await wiped(second);
});

test('a person signs the other phone off, and goes on with the one in hand', async ({ codes, phone }) => {
  const lost = await enrolled(await phone(), 'P002', codes.get('P002'));
  const found = await phone();
  await signIn(found, 'P002', PASSWORD);
  await setCode(found);
  await inStep(found);
  await found.goto('/me');
  await found.getByRole('link', { name: '登录过的手机' }).click();
  const mine = found.getByRole('region', { name: '我的' });
  await expect(mine.getByRole('listitem')).toHaveCount(2);
  await expect(mine.getByRole('listitem').filter({ hasText: '手上这部' }).getByRole('button')).toHaveCount(0);
  await signOff(found, '我的');
  await lost.goto('/');
  await wiped(lost);
  await found.goto('/me');
  await found.getByRole('button', { name: '立即同步' }).click();
  await inStep(found);
});

test('the administrator finds the phones of an account and signs one off', async ({ codes, ledger, phone }) => {
  await ledger.interrupt();
  const said = await ledger.cli('user', 'add', 'A001', '--name', '系统管理员', '--role', 'SYSTEM_ADMIN');
  await ledger.resume();
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const admin = await phone(DESK);
  await enrol(admin, 'A001', invitation(said));
  await expect(admin.getByRole('heading', { level: 1, name: '账号' })).toBeVisible();
  await admin.getByRole('searchbox').fill('P002');
  await admin.getByRole('row', { name: /P002/ }).getByRole('button', { name: /的手机$/ }).click();
  const sheet = admin.getByRole('dialog', { name: /的手机$/ });
  await expect(sheet.getByRole('listitem')).toHaveCount(1);
  await sheet.getByRole('button', { name: /^停用：/ }).click();
  await sheet.getByLabel('你自己的密码').fill(PASSWORD);
  await sheet.getByRole('button', { name: '停用并清掉' }).click();
  await expect(sheet.getByText('已停用，还没连上')).toBeVisible();
  await member.goto('/');
  await wiped(member);
});

test('no portal, no status and no other answer wipes anything', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await page.context().route('**/api/v1/sync', (route) =>
    route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"PHONE_REVOKED"}' }),
  );
  for (const [contentType, body] of [
    ['text/html', '<h1>Revoked</h1>'],
    ['application/json', '{"standing":"revoked"}'],
    ['application/cbor', 'revoked'],
  ] as const) {
    await page.context().route('**/api/v1/phones/standing', (route) => route.fulfill({ status: 200, contentType, body }));
    const asked = page.waitForResponse('**/api/v1/phones/standing');
    await page.goto('/me');
    await asked;
    await expect(page.getByText('登录过期了，重新登录后就能送出')).toBeVisible();
    await page.context().unroute('**/api/v1/phones/standing');
  }
  await page.context().unroute('**/api/v1/sync');
  await page.goto('/me');
  await page.getByRole('button', { name: '立即同步' }).click();
  await inStep(page);
});
