// A phone is lost with work on it: what was exported from it arrives from another phone, once.
import { readFile } from 'node:fs/promises';
import { enrolled, inStep, offline, PASSWORD, setCode, signIn, syncLine } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, logThree } from './support/visits.ts';

const PASSPHRASE = '院坝边的老柿子树结了果';

async function takeBack(page: import('@playwright/test').Page, file: string, passphrase: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('导出时的口令').fill(passphrase);
  await page.getByRole('button', { name: '取回', exact: true }).click();
}

test('unsent visits leave a dying phone as a sealed file and arrive once from the next', async ({ codes, phone }, info) => {
  const dying = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const households = await dueHouseholds(dying, 3);
  const file = info.outputPath('unsent.vlx');

  await test.step('three visits are exported without signal', async () => {
    await offline(dying, true);
    await logThree(dying, households);
    await dying.goto('/me');
    await dying.getByRole('region', { name: /^还没送达/ }).getByRole('link', { name: '导出' }).click();
    await expect(dying.getByText('这 3 条还没有送达')).toBeVisible();
    await dying.getByLabel('口令', { exact: true }).fill(PASSPHRASE);
    await dying.getByLabel('口令再输一次').fill(PASSPHRASE);
    const [download] = await Promise.all([
      dying.waitForEvent('download'),
      dying.getByRole('button', { name: '导出', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^village-ledger-unsent-\d{4}-\d\d-\d\d\.vlx$/);
    await download.saveAs(file);
    await expect(dying.getByText('导出好了')).toBeVisible();
  });

  await test.step('the file tells nothing without the passphrase', async () => {
    const bytes = await readFile(file);
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from('VLX\x01'));
    for (const telling of ['P002', 'visit', 'household', households[0]?.name ?? '']) {
      expect(bytes.includes(telling), telling).toBe(false);
    }
  });

  await test.step('the phone is wiped with everything on it', () => dying.context().close());

  const next = await phone();
  await test.step('the next phone takes them back, and twice is once', async () => {
    await signIn(next, 'P002', PASSWORD);
    await setCode(next);
    await inStep(next);
    await offline(next, true);
    await next.goto('/me');
    await next.getByRole('link', { name: /导出和取回/ }).click();
    await takeBack(next, file, '不是这一句不是这一句');
    await expect(next.getByRole('alert')).toContainText('口令不对');
    await takeBack(next, file, PASSPHRASE);
    await expect(next.getByText('取回了 3 条')).toBeVisible();
    await expect(syncLine(next)).toHaveText('无信号·3 条待送');
    await takeBack(next, file, PASSPHRASE);
    await expect(next.getByText('这部手机上都有了')).toBeVisible();
    await expect(syncLine(next)).toHaveText('无信号·3 条待送');
    await offline(next, false);
    await inStep(next);
    await takeBack(next, file, PASSPHRASE);
    await expect(next.getByText('这部手机上都有了')).toBeVisible();
  });

  await test.step('the leader has three visits, each once', async () => {
    await leader.reload();
    await expect(leader.getByRole('heading', { name: '等我审核 3' })).toBeVisible();
    await inStep(leader);
  });

  await test.step('nobody else can take them in', async () => {
    await leader.goto('/me/unsent');
    await takeBack(leader, file, PASSPHRASE);
    await expect(leader.getByRole('alert')).toContainText('别人记的');
  });
});
