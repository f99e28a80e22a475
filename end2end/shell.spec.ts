// What phones keep for the day without signal, what the home screen reads, and how a new version comes.
import { createHash } from 'node:crypto';
import { builtList, newerSite } from './support/newer.ts';
import { enrolled, keptForOffline, onToday } from './support/person.ts';
import { OF_DESKS, OF_PHONES, ownTable } from './support/routes.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow } from './support/visits.ts';

interface KeptFile {
  path: string;
  integrity: string;
  hashed: boolean;
}

interface Shell {
  version: string;
  release: string;
  document: KeptFile;
  own: KeptFile[];
  files: KeptFile[];
  network: string[];
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

async function shellOf(url: string): Promise<Shell> {
  const script = await (await fetch(`${url}/sw.js`)).text();
  const found = /^const SHELL = (\{.*\});$/m.exec(script);
  if (!found?.[1]) throw new Error('the service worker has no list');
  return JSON.parse(found[1]) as Shell;
}

test.describe('the list of what phones keep', () => {
  test.use({ district: 'empty' });

  test('is the build\'s list, byte for byte, with the document and the start script', async ({ ledger }) => {
    const [shell, built] = [await shellOf(ledger.url), await builtList()];
    expect(shell.files.map((file) => file.path).sort()).toEqual(built.files.map((file) => file.path).sort());
    for (const part of [built.js, built.wasm, built.css]) {
      expect(shell.files.find((file) => file.path === part)?.hashed).toBe(true);
    }
    expect(shell.own.map((file) => file.path.replace(/\.[0-9a-f]{6,}\./, '.*.'))).toEqual(['/boot.*.js', '/boot.*.css']);
    expect(shell.document.path).toBe('/shell.html');
    expect(shell.network).toEqual(['/api', '/healthz', '/readyz', '/about', '/help', '/papers']);
    for (const file of [shell.document, ...shell.own, ...shell.files]) {
      const reply = await fetch(ledger.url + file.path);
      expect(reply.status, file.path).toBe(200);
      expect(`sha256-${sha256(Buffer.from(await reply.arrayBuffer()))}`, file.path).toBe(file.integrity);
    }
  });

  test('is in the browser\'s cache as one version after the first visit', async ({ ledger, phone }) => {
    const shell = await shellOf(ledger.url);
    const page = await phone();
    await page.goto('/');
    await keptForOffline(page);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return { names, paths: keys.flat().map((request) => new URL(request.url).pathname) };
    });
    expect(kept.names).toEqual([`shell-${shell.version}`]);
    const listed = [shell.document, ...shell.own, ...shell.files].map((file) => file.path);
    expect(kept.paths.sort()).toEqual(listed.sort());
  });

  test('the manifest makes an app with icons and shortcuts that are there', async ({ ledger }) => {
    const page = await (await fetch(ledger.url)).text();
    const href = /<link rel="manifest" href="([^"]+)"/.exec(page)?.[1];
    expect(href).toBeDefined();
    const reply = await fetch(ledger.url + href);
    expect(reply.headers.get('content-type')).toContain('application/manifest+json');
    const manifest = await reply.json();
    expect(manifest).toMatchObject({ id: '/', scope: '/', start_url: '/', display: 'standalone', name: '驻村手账' });
    const images = [...manifest.icons, ...manifest.screenshots, ...manifest.shortcuts.flatMap((s: any) => s.icons)];
    for (const image of images) {
      const got = await fetch(ledger.url + image.src);
      expect(got.status, image.src).toBe(200);
      expect(got.headers.get('content-type'), image.src).toBe(image.type);
      const bytes = Buffer.from(await got.arrayBuffer());
      if (image.type === 'image/png') expect(sizeOfPng(bytes), image.src).toBe(image.sizes);
    }
    const purposes = manifest.icons.map((icon: any) => `${icon.sizes} ${icon.purpose}`);
    expect(purposes).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']));
    expect(new Set(manifest.screenshots.map((picture: any) => picture.form_factor))).toEqual(new Set(['narrow', 'wide']));
    expect(manifest.shortcuts.map((shortcut: any) => [shortcut.name, shortcut.url])).toContainEqual(['记一次走访', '/visit/new']);
    for (const shortcut of manifest.shortcuts) expect((await fetch(ledger.url + shortcut.url)).status).toBe(200);
  });
});

test('a first start says nothing in the console', async ({ phone }) => {
  const page = await phone();
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  await page.goto('/');
  await expect(page.getByLabel('密码')).toBeVisible();
  expect(said).toEqual([]);
});

test.describe('addresses without a service worker', () => {
  test.use({ district: 'empty' });

  test('the table of these tests is the app\'s own', async () => {
    const known = new Set([...OF_PHONES, ...OF_DESKS].map(({ path }) => path));
    expect([...known].sort()).toEqual((await ownTable()).sort());
  });

  test('each of the app\'s own opens the app, and a misspelt one is not there', async ({ ledger }) => {
    const id = '6f1c0000-0000-5000-8000-000000000000';
    const named = { household: id, monitored: id, suspected: id, visit: id, waiting: id, flag: id, request: id, handover: id, work: id };
    for (const address of [...OF_PHONES, ...OF_DESKS].map((route) => route.address(named))) {
      const reply = await fetch(ledger.url + address);
      expect.soft([reply.status, reply.headers.get('content-type')], address).toEqual([200, 'text/html; charset=utf-8']);
    }
    for (const address of ['/household', '/nowhere', '/api/v1/nowhere', '/pkg/gone.js']) {
      expect.soft((await fetch(ledger.url + address)).status, address).toBe(404);
    }
  });
});

function sizeOfPng(bytes: Buffer): string {
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test('a new version waits while a form is open, and comes when the person says so', async ({ ledger, codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(page, household).click();
  const note = page.getByLabel('谈话内容');
  await note.fill('写到一半');

  await ledger.interrupt();
  await ledger.resume({ LEDGER_SITE: await newerSite(ledger.folder) });
  const newer = await shellOf(ledger.url);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(page.locator('html')).toHaveAttribute('data-update', 'ready');
  await expect(note).toHaveValue('写到一半');
  await expect(page.getByText('有新版本')).toHaveCount(0);
  await expect(page.getByText('草稿已存手机')).toBeVisible();

  await page.goto('/');
  await onToday(page);
  await expect(page.getByText('有新版本')).toBeVisible();
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: '现在更新' }).click();
  await reloaded;
  await onToday(page);
  await expect(page.getByText('有新版本')).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([`shell-${newer.version}`]);
  await dueRow(page, household).click();
  await expect(page.getByLabel('谈话内容')).toHaveValue('写到一半');
});
