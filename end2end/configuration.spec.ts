// The dated configuration: a document's number, a day, a preview before it is adopted, and phones that follow.
import { expectOpenToAll } from './support/axe.ts';
import { inStep, signIn, signedIn } from './support/person.ts';
import { DEMO_PASSWORD, DESK, expect, test } from './support/test.ts';

test.use({ district: 'demo' });

test('the district sets figures by a document, after a preview, and a phone follows at its next sync', async ({ phone }) => {
  const member = await signedIn(await phone(), 'P002', DEMO_PASSWORD);
  await member.goto('/four/R1');
  await expect(member.getByRole('heading', { level: 1, name: 'R1 责任人都到位' })).toBeVisible();

  const desk = await phone(DESK);
  await signIn(desk, 'D002', DEMO_PASSWORD);
  await desk.getByRole('navigation').getByRole('link', { name: '参数' }).click();
  await expect(desk.getByRole('heading', { level: 1, name: '政策参数' })).toBeVisible();
  const lines = desk.getByRole('region', { name: '政策期和监测线', exact: true }).first();
  const form = desk.locator('form#edition');

  await test.step('what ships: three lines, no later year, nothing adopted', async () => {
    for (const year of [2020, 2021, 2022]) {
      await expect(lines.getByRole('row').filter({ hasText: `${year} 年监测线` })).toHaveCount(1);
    }
    await expect(lines.getByRole('row').filter({ hasText: '2023 年监测线' })).toHaveCount(0);
    await expect(desk.getByText(/^还没有发布过/)).toBeVisible();
    // Nothing is guessed: what domain.md lists without a figure says so.
    for (const unset of ['每月住村夜数', '操作日志保存多久']) {
      await expect(desk.getByRole('row').filter({ hasText: unset })).toContainText('没有设置');
    }
    await expect(form).toBeHidden();
  });

  await test.step('no document, no edition; a figure that makes no sense stands beside its field', async () => {
    await desk.getByRole('button', { name: '加一年的监测线' }).click();
    await form.getByLabel('年份').fill('2026');
    await form.getByLabel('每人每年（元）').fill('85');
    await form.getByRole('button', { name: '先看预览' }).click();
    await expect(form.getByRole('alert')).toHaveText('请写文件号，没有文件不能改。');
    await form.getByLabel('文件号').fill('娄星农发〔2026〕9号');
    await form.getByRole('button', { name: '先看预览' }).click();
    await expect(form.getByRole('group', { name: '监测线' }).getByRole('alert')).toContainText('这个数不合理');
    await form.getByLabel('每人每年（元）').fill('8500');
  });

  await test.step('the preview says what changes and in which villages', async () => {
    await desk.getByRole('button', { name: '改：R1 责任人都到位' }).click();
    await form.getByLabel('中文说法').fill('常态化帮扶责任人到位');
    await desk.getByRole('button', { name: '改：走访间隔：一般农户' }).click();
    await form.getByRole('group', { name: '走访间隔：一般农户' }).getByRole('textbox').fill('1');
    await form.getByRole('button', { name: '先看预览' }).click();
    const preview = desk.getByRole('region', { name: /^预览/ }).first();
    await expect(preview.getByRole('heading', { name: /^预览/ })).toBeVisible({ timeout: 30_000 });
    await expect(preview.getByRole('row').filter({ hasText: '2026 年监测线' })).toContainText('8,500 元');
    await expect(preview.getByRole('row').filter({ hasText: 'A4' }).first()).toContainText('→');
    await expectOpenToAll(desk, { name: 'configuration-preview', open: () => expect(preview.getByRole('row').first()).toBeVisible() });
    await desk.setViewportSize(DESK.viewport);
    // What was previewed is what is adopted: another word, and there is nothing to adopt yet.
    await form.getByLabel('说明（可不填）').fill('按区里文件执行');
    await expect(desk.getByRole('button', { name: '发布这一版' })).toHaveCount(0);
    await form.getByRole('button', { name: '先看预览' }).click();
    await desk.getByRole('button', { name: '发布这一版' }).click({ timeout: 30_000 });
    await expect(desk.getByRole('status').filter({ hasText: '已发布第 1 版' })).toBeVisible();
  });

  await test.step('it is in force with its document, and in the history', async () => {
    await expect(lines.getByRole('row').filter({ hasText: '2026 年监测线' })).toContainText('娄星农发〔2026〕9号');
    await expect(desk.getByRole('region', { name: '历次发布' }).getByRole('listitem').first()).toContainText('第 1 版');
  });

  await test.step('the district sets the public holidays of a year, by its own edition', async () => {
    await desk.getByRole('button', { name: '加一年的放假安排' }).click();
    const year = form.getByRole('group', { name: '放假安排' });
    await expect(year.getByLabel('年份')).toHaveValue('2027');
    await year.getByLabel(/^放假（/).fill('1-1～1-3，2-5至2-11');
    await year.getByLabel(/^调休上班（/).fill('1-30');
    await form.getByRole('button', { name: '先看预览' }).click();
    await desk.getByRole('button', { name: '发布这一版' }).click({ timeout: 30_000 });
    await expect(desk.getByRole('status').filter({ hasText: '已发布第 2 版' })).toBeVisible();
    const row = desk.getByRole('row').filter({ hasText: '2027 年放假安排' });
    await expect(row).toContainText('01-01~01-03, 02-05~02-11 · 调休上班 01-30');
  });

  await test.step('the residency office reads it and cannot change it', async () => {
    const office = await phone(DESK);
    await signIn(office, 'D001', DEMO_PASSWORD);
    await office.getByRole('navigation').getByRole('link', { name: '参数' }).click();
    await expect(office.getByRole('row').filter({ hasText: '2026 年监测线' })).toHaveCount(1);
    await expect(office.getByRole('button', { name: /^改/ })).toHaveCount(0);
  });

  await test.step('the phone has the district\'s words', async () => {
    await member.goto('/');
    await inStep(member);
    await member.goto('/four/R1');
    await expect(member.getByRole('heading', { level: 1, name: 'R1 常态化帮扶责任人到位' })).toBeVisible();
  });
});
