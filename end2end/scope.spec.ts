// What another team may see of a household: nothing, not even that it exists.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { chooseCode, enrolHere, enrolled, inStep, lock, offline, onToday, unlock } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, PROTOCOL, registerIds, save } from './support/visits.ts';

interface Answer {
  status: number;
  body: any;
}

/** Asks the API as this person's browser would. */
async function ask(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch(path, { method, headers, ...(body ? { body } : {}) });
      return { status: reply.status, body: await reply.json().catch(() => null) };
    },
    [method, path, body ? JSON.stringify(body) : ''] as const,
  );
}

/** A visit to a household, as it would travel. */
function aVisit(household: string, seq: number) {
  const today = new Date().toISOString().slice(0, 10);
  return {
    id: randomUUID(),
    device: '01939b7e-0000-7000-8000-00000000d0d0',
    seq,
    author: 'P005',
    recorded_at: Date.now(),
    recorded_on: today,
    body: {
      kind: 'log_visit',
      visit: randomUUID(),
      household,
      content: {
        visited_on: today,
        time_band: 'MORNING',
        mode: 'IN_HOME',
        purposes: ['ROUTINE'],
        companions: [],
        met: [],
        nobody_home: true,
        no_change: false,
        changes: [],
        signals: [],
        urgent: false,
        note: '',
      },
    },
  };
}

test('a household of another team cannot be told from one that does not exist', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(member, 1);
  const [foreign = ''] = await registerIds(member, [household?.name ?? '']);
  const missing = '6f1c0000-0000-5000-8000-000000000000';
  const stranger = await enrolled(await phone(), 'P005', codes.get('P005'));

  for (const id of [foreign, missing]) {
    await stranger.goto(`/households/${id}`);
    await expect(stranger.getByRole('heading', { level: 1, name: '这里没有这条资料' })).toBeVisible();
    await stranger.goto(`/households/${id}/visit`);
    await expect(stranger.getByRole('heading', { level: 1, name: '这里没有这条资料' })).toBeVisible();
  }

  const operations = [aVisit(foreign, 1), aVisit(missing, 2)];
  const request = { protocol: PROTOCOL, device: operations[0]?.device, cursor: 0, operations };
  const { status, body } = await ask(stranger, 'POST', '/api/v1/sync', request);
  expect(status, JSON.stringify(body)).toBe(200);
  const [toForeign, toMissing] = body.outcomes.map(({ op: _, received_at: _r, ...said }: any) => said);
  expect(toForeign).toMatchObject({ outcome: 'refused', code: 'NOT_FOUND' });
  expect(toForeign).toEqual(toMissing);
  expect(JSON.stringify(body.changes)).not.toContain(foreign);
});

test('a member\'s session opens nothing of the desk', async ({ codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const asked: [string, string][] = [
    ['GET', '/api/v1/board?from=2026-01-01&to=2026-01-31'],
    ['GET', '/api/v1/visits?from=2026-01-01&to=2026-01-31'],
    ['GET', '/api/v1/visits.csv?from=2026-01-01&to=2026-01-31'],
    ['GET', '/api/v1/accounts'],
    ['POST', '/api/v1/accounts/P001/invite'],
    ['GET', '/api/v1/imports/01939b7e-0000-7000-8000-000000000001'],
  ];
  for (const [method, path] of asked) expect((await ask(member, method, path)).status, path).toBe(403);

  await member.goto('/desk/accounts');
  await expect(member.getByRole('alert')).toBeVisible();
  await expect(member.getByRole('row')).toHaveCount(0);
});

test('nothing of the ledger stays readable in the browser when the phone is locked', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  await lock(page);
  await offline(page, true);
  await page.goto(`/households/${household?.id}`);
  await expect(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();

  const stored = await page.evaluate(async () => {
    const said: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const decode = new TextDecoder();
    const text = (value: unknown): string =>
      value instanceof Uint8Array || value instanceof ArrayBuffer ? decode.decode(value) : JSON.stringify(value) ?? '';
    for (const { name } of await indexedDB.databases()) {
      const open = indexedDB.open(name ?? '');
      const database = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [values, keys] = [objects.getAll(), objects.getAllKeys()];
        await new Promise((done) => (keys.onsuccess = done));
        said.push(...values.result.map(text), ...keys.result.map(text));
      }
      database.close();
    }
    return said.join('\n');
  });
  expect(stored.length).toBeGreaterThan(10_000);
  for (const word of [household?.name ?? '?', '垭古村', '谭斌梅', 'ROUTINE', '204861']) {
    // Not `toContain`: a failure would print the whole store.
    expect(stored.includes(word), `the store says ${word}`).toBe(false);
  }
});

test('signing out leaves nothing on the phone, and unsent work is let go knowingly or not at all', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await offline(page, true);
  await dueRow(page, household).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await save(page);
  await page.goto('/me');
  const sheet = page.getByRole('dialog');
  const leave = sheet.getByRole('button', { name: '退出并清掉' });

  await page.getByRole('button', { name: '退出登录', exact: true }).click();
  await expect(sheet.getByText('我知道这 1 条会丢掉')).toBeVisible();
  await leave.click();
  await expect(sheet.getByText('请先勾选，或者等它们送达。')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await offline(page, false);
  await inStep(page);
  await page.getByRole('button', { name: '退出登录', exact: true }).click();
  await expect(leave).toBeVisible();
  await expect(sheet.getByRole('checkbox')).toHaveCount(0);
  await leave.click();
  await expect(page.getByLabel('密码', { exact: true })).toBeVisible();
  const stores = () =>
    page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name.startsWith('ledger-')));
  await expect.poll(stores).toEqual([]);
  expect(await ask(page, 'GET', '/api/v1/session')).toMatchObject({ status: 200, body: { who: 'nobody' } });
});

test('one phone, two people: each has a sealed ledger of their own', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  await lock(page);
  await page.getByRole('button', { name: '换一个人' }).click();
  await expect(page.getByRole('button', { name: /P002/ })).toBeVisible();
  await enrolHere(page, 'P005', codes.get('P005') ?? '');
  await chooseCode(page);
  await inStep(page);
  await expect(page.getByRole('banner')).not.toContainText('垭古村');

  await lock(page);
  await page.getByRole('button', { name: '换一个人' }).click();
  await page.getByRole('button', { name: /P002/ }).click();
  await unlock(page);
  await onToday(page);
  await expect(page.getByRole('banner')).toContainText('垭古村');
});
