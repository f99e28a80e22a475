// Photos: added without signal, kept over a restart, sent after the text, and without anything hidden in them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { enrolled, inStep, keptForOffline, offline, PASSWORD, setCode, signIn, syncLine } from './support/person.ts';
import { cameraPhoto, HIDDEN, photosOnPhone } from './support/photos.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, dueRow, save } from './support/visits.ts';

test.setTimeout(120_000);

const UPLOADS = '**/api/v1/photos/**';
/** What the phone aims at for each (domain::visit::photo::BYTES_AIM). */
const AIM_BYTES = 250 * 1024;

/** Opens the form of a household that is due, with its biggest button pressed. */
async function openForm(page: Page): Promise<void> {
  const [household] = await dueHouseholds(page, 1);
  if (!household) throw new Error('no household is due');
  await dueRow(page, household).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
}

/** The pictures that the page shows. */
function pictures(page: Page) {
  return page.locator('.photos img');
}

/** Every file below a folder. */
async function filesBelow(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
}

test('two photos are kept over a restart, follow their text, and lose what is hidden in them', async ({ ledger, codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const photos = [await cameraPhoto(member, 7), await cameraPhoto(member, 8, 1_200, 900)];
  for (const photo of photos) for (const word of HIDDEN) expect(photo.buffer.includes(word), word).toBe(true);

  await test.step('added without signal, still there after a reload', async () => {
    await offline(member, true);
    await openForm(member);
    await member.locator('#photo-camera').setInputFiles(photos[0] ?? []);
    await expect(pictures(member)).toHaveCount(1);
    await member.locator('#photo-gallery').setInputFiles(photos[1] ?? []);
    await expect(pictures(member)).toHaveCount(2);
    await expect(member.getByText('草稿已存手机')).toBeVisible();
    await member.reload();
    await expect(pictures(member)).toHaveCount(2);
    await expect.poll(() => photosOnPhone(member, 'P002')).toBe(2);
    await member.getByLabel('谈话内容').fill('水窖的盖子裂了，照了两张。');
    await save(member);
    await expect(syncLine(member)).toHaveText('无信号·1 条待送');
  });

  await test.step('the text goes first, and not everything is called sent', async () => {
    await member.context().route(UPLOADS, (route) => route.abort('connectionreset'));
    await offline(member, false);
    await expect(syncLine(member)).toContainText('2 张照片待送', { timeout: 20_000 });
  });

  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  await member.locator('a.row[href^="/visits/"]').first().click();
  await expect(pictures(member)).toHaveCount(2);
  const visit = new URL(member.url()).pathname;

  await test.step('the leader reads the text, and hears that the photos are not there', async () => {
    await leader.goto(visit);
    await expect(leader.getByText('水窖的盖子裂了，照了两张。')).toBeVisible();
    await leader.getByRole('button', { name: '看照片 1' }).click();
    await expect(leader.getByText('照片还没有送到')).toBeVisible();
  });

  await test.step('then the photos go, and only then everything is sent', async () => {
    await expect(syncLine(member)).not.toHaveText('已全部送达');
    expect(await photosOnPhone(member, 'P002')).toBe(2);
    await member.context().unroute(UPLOADS);
    const pieces: Buffer[] = [];
    await member.context().route(UPLOADS, (route) => {
      pieces.push(route.request().postDataBuffer() ?? Buffer.alloc(0));
      return route.continue();
    });
    await member.goto('/me');
    await member.getByRole('button', { name: '立即同步' }).click();
    await inStep(member);
    expect(await photosOnPhone(member, 'P002')).toBe(0);
    // What the phone drew anew, which the server would do in any case: small, and without what the camera hid.
    const sent = Buffer.concat(pieces);
    expect(sent.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(sent.length).toBeLessThanOrEqual(photos.length * AIM_BYTES);
    for (const word of HIDDEN) expect(sent.includes(word), word).toBe(false);
  });

  await test.step('the leader sees them, in the review too, no longer than 1,600 pixels', async () => {
    for (const address of [visit, visit.replace('/visits/', '/review/')]) {
      await leader.goto(address);
      for (const n of [1, 2]) await leader.getByRole('button', { name: `看照片 ${n}` }).click();
      await expect(pictures(leader)).toHaveCount(2);
      const fit = () =>
        pictures(leader).evaluateAll((all) =>
          (all as HTMLImageElement[]).map(({ naturalWidth, naturalHeight }) => naturalWidth > 0 && Math.max(naturalWidth, naturalHeight) <= 1_600),
        );
      await expect.poll(fit).toEqual([true, true]);
    }
  });

  await test.step('nothing that was hidden in them is on the server', async () => {
    const kept = await filesBelow(join(ledger.folder, 'ledger.db.photos', 'photos'));
    expect(kept).toHaveLength(2);
    for (const file of kept) {
      expect(file.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
      for (const word of HIDDEN) expect(file.includes(word), word).toBe(false);
    }
  });
});

test('a photo that was not sent goes along when unsent work is carried to another phone', async ({ ledger, codes, phone }, info) => {
  const dying = await enrolled(await phone(), 'P002', codes.get('P002'));
  const photo = await cameraPhoto(dying, 11);
  const file = info.outputPath('with-photo.vlx');
  const passphrase = '院坝边的老柿子树结了果';
  await offline(dying, true);
  await openForm(dying);
  await dying.locator('#photo-gallery').setInputFiles(photo);
  await expect(pictures(dying)).toHaveCount(1);
  await save(dying);
  await expect.poll(() => photosOnPhone(dying, 'P002')).toBe(1);
  await dying.goto('/me/unsent');
  await dying.getByLabel('口令', { exact: true }).fill(passphrase);
  await dying.getByLabel('口令再输一次').fill(passphrase);
  const [download] = await Promise.all([
    dying.waitForEvent('download'),
    dying.getByRole('button', { name: '导出', exact: true }).click(),
  ]);
  await download.saveAs(file);
  await dying.context().close();

  const next = await phone();
  await signIn(next, 'P002', PASSWORD);
  await setCode(next);
  await inStep(next);
  await keptForOffline(next);
  await offline(next, true);
  await next.goto('/me/unsent');
  await next.locator('input[type=file]').setInputFiles(file);
  await next.getByLabel('导出时的口令').fill(passphrase);
  await next.getByRole('button', { name: '取回', exact: true }).click();
  await expect(next.getByText('取回了 1 条')).toBeVisible();
  await expect.poll(() => photosOnPhone(next, 'P002')).toBe(1);
  await offline(next, false);
  await inStep(next);
  expect(await photosOnPhone(next, 'P002')).toBe(0);
  expect(await filesBelow(join(ledger.folder, 'ledger.db.photos', 'photos'))).toHaveLength(1);
});

test('a photo that is cut off goes on where it was, and a reload does not begin it anew', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const photo = await cameraPhoto(page, 9);
  await openForm(page);
  await page.locator('#photo-gallery').setInputFiles(photo);
  await expect(pictures(page)).toHaveCount(1);
  const offsets: number[] = [];
  let cut = false;
  await page.context().route(UPLOADS, async (route) => {
    const offset = new URL(route.request().url()).searchParams.get('offset');
    if (offset === null) return route.continue();
    offsets.push(Number(offset));
    if (offsets.length !== 2) return route.continue();
    cut = true;
    return route.abort('connectionreset');
  });
  await save(page);
  await expect.poll(() => cut, { timeout: 20_000 }).toBe(true);
  await page.reload();
  await inStep(page);
  expect(offsets.filter((offset) => offset === 0), 'the start goes once').toHaveLength(1);
  expect(await photosOnPhone(page, 'P002')).toBe(0);
});

test('three at most, no other files, one can be taken off, and none is needed', async ({ codes, phone }) => {
  const page = await enrolled(await phone(), 'P002', codes.get('P002'));
  const photos = [await cameraPhoto(page, 1), await cameraPhoto(page, 2), await cameraPhoto(page, 3), await cameraPhoto(page, 4)];
  await openForm(page);
  await page.locator('#photo-gallery').setInputFiles({ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await expect(page.getByRole('alert')).toContainText('这个文件读不出照片');
  await expect(pictures(page)).toHaveCount(0);
  await page.locator('#photo-gallery').setInputFiles(photos);
  await expect(pictures(page)).toHaveCount(3, { timeout: 20_000 });
  await expect(page.getByRole('alert')).toContainText('最多三张');
  await expect(page.locator('#photo-gallery')).toHaveCount(0);
  for (let left = 2; left >= 0; left -= 1) {
    await page.getByRole('button', { name: '去掉照片 1' }).click();
    await expect(pictures(page)).toHaveCount(left);
  }
  await expect.poll(() => photosOnPhone(page, 'P002')).toBe(0);
  await save(page);
  await inStep(page);
});

test('without room the photo is declined with a sentence and the text is kept', async ({ codes, phone }) => {
  const page = await phone();
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all: Parameters<typeof put>) {
      if (this.name === 'photos') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, all);
    };
  });
  await enrolled(page, 'P002', codes.get('P002'));
  await openForm(page);
  await page.getByLabel('谈话内容').fill('写的都要留住。');
  await page.locator('#photo-gallery').setInputFiles(await cameraPhoto(page, 5));
  await expect(page.getByRole('alert')).toContainText('照片没有存下；写的内容不受影响');
  await expect(pictures(page)).toHaveCount(0);
  await expect(page.getByLabel('谈话内容')).toHaveValue('写的都要留住。');
  await save(page);
  await inStep(page);
});
