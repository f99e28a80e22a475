// Without signal: every address opens cold, a tab that dies loses nothing, a wall between phone and server neither.
import { enrolled, inStep, offline, signedIn, syncLine } from './support/person.ts';
import { findAll, OF_DESKS, OF_PHONES } from './support/routes.ts';
import { DEMO_PASSWORD, expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save } from './support/visits.ts';

test.describe('every address of the app', () => {
  test.use({ district: 'demo' });

  test('opens cold and without signal', async ({ phone }) => {
    const page = await signedIn(await phone(), 'P001', DEMO_PASSWORD);
    const named = await findAll(page);
    await offline(page, true);

    const screens: [string, string | RegExp][] = [
      ...OF_PHONES.map(({ address, title }): [string, string | RegExp] => [address(named), title]),
      ['/households/nobody', '这里没有这条资料'],
      ['/nowhere', '没有这一页'],
    ];
    // One tab for all: each address is a start of its own, and Chromium now and then never says that a tab is closed.
    const cold = await page.context().newPage();
    for (const [address, title] of screens) {
      await test.step(`${address} shows ${title}`, async () => {
        await cold.goto(address);
        await expect.soft(cold.getByRole('heading', { level: 1 }), address).toHaveText(title);
      });
    }
    // Last: whoever opens one of these has a desk here from then on.
    for (const { address } of OF_DESKS) {
      await test.step(`${address(named)} says that it needs a connection`, async () => {
        await cold.goto(address(named));
        await expect.soft(cold.getByText('办公桌面要联网才能打开'), address(named)).toBeVisible();
      });
    }
  });
});

test('a draft survives a killed tab', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await offline(page, true);
  await dueRow(page, household).click();
  await page.getByLabel('谈话内容').fill('屋后的水沟堵了，想请');
  await expect(page.getByText('草稿已存手机')).toBeVisible({ timeout: 2_000 });

  const crashed = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => {});
  await crashed;
  const next = await page.context().newPage();
  await next.goto(`/households/${household.id}/visit`);
  await expect(next.getByText('接着上次没写完的')).toBeVisible();
  await expect(next.getByLabel('谈话内容')).toHaveValue('屋后的水沟堵了，想请');
});

test('a server that dies in between costs nothing', async ({ ledger, codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await ledger.interrupt('SIGKILL');
  await dueRow(page, household).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await save(page);
  await page.goto('/me');
  await expect(page.getByRole('link', { name: /^1 ?待送/ })).toBeVisible();

  await ledger.resume();
  await page.getByRole('button', { name: '立即同步' }).click();
  await inStep(page);
  await page.goto(`/households/${household.id}`);
  await expect(page.getByRole('region', { name: '最近走访' }).getByRole('listitem')).toContainText('等队长看');
});

test('no answer but the durable one takes work off the phone', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');

  const portal = { status: 200, contentType: 'text/html', body: '<html>请先登录无线网络</html>' };
  const problem = (status: number, code = 'fault') => ({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ code, status }),
  });
  let answer: ReturnType<typeof problem> = portal;
  await page.context().route('**/api/v1/sync', (route) => route.fulfill(answer));

  await dueRow(page, household).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await save(page);
  await page.getByRole('link', { name: '回今天，去下一户' }).click();
  await page.getByRole('navigation').getByRole('link', { name: '我的' }).click();

  const walls: [string, ReturnType<typeof problem>, string][] = [
    ['a captive portal', portal, '1 条待送'],
    ['500', problem(500), '1 条待送'],
    ['503', problem(503), '1 条待送'],
    ['403', problem(403), '1 条待送'],
    ['an account in no team', problem(403, 'NOT_ALLOWED'), '账号不在队里，请找管理员'],
    ['404', problem(404), '1 条待送'],
    ['409', problem(409), '版本不合，更新后才能送出'],
    ['401', problem(401), '需要重新登录才能送出'],
  ];
  for (const [name, wall, words] of walls) {
    await test.step(`${name} leaves it waiting`, async () => {
      answer = wall;
      const answered = page.waitForResponse('**/api/v1/sync');
      await page.getByRole('button', { name: '立即同步' }).click();
      await answered;
      await expect.soft(syncLine(page), name).toHaveText(words);
      await expect.soft(page.getByRole('link', { name: /^1 ?待送/ }), name).toBeVisible();
    });
  }

  await page.context().unrouteAll();
  await page.getByRole('button', { name: '立即同步' }).click();
  await inStep(page);
});

test('an answer that never comes is given up after a minute, and the work arrives', async ({ codes, phone }) => {
  test.setTimeout(180_000);
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  let [asked, hung] = [0, 0];
  await page.context().route('**/api/v1/sync', async (route) => {
    asked += 1;
    // Neither answered nor broken off: only the phone's own patience ends it.
    if (asked === 1) hung = Date.now();
    else await route.continue();
  });
  await dueRow(page, household).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await save(page);
  await expect.poll(() => asked).toBe(1);
  await expect(syncLine(page)).not.toHaveText('已全部送达');
  await expect(syncLine(page)).toHaveText('已全部送达', { timeout: 90_000 });
  expect(asked).toBeGreaterThan(1);
  expect(Date.now() - hung, 'it was waited for').toBeGreaterThan(50_000);
  await page.context().unrouteAll({ behavior: 'ignoreErrors' });
});
