// Roster and register at the desk: each figure opens its list, and a household is read without a full number.
import { atTheBoard, officeAccount } from './support/desk.ts';
import { ROSTER } from './support/districts.ts';
import { enrolled, signIn } from './support/person.ts';
import { checkBook, checkRegister } from './support/screens.ts';
import { DEMO_PASSWORD, DESK, expect, test } from './support/test.ts';
import { dueHouseholds, tick } from './support/visits.ts';

test.describe('an office begins', () => {
  test.use({ district: 'empty' });

  test('roster and register are committed at the desk, codes shown once, and a member enrols with one', async ({ ledger, phone }) => {
    const code = await officeAccount(ledger);
    const office = await phone(DESK);
    await atTheBoard(office, code);
    const codes = office.locator('section[aria-labelledby="h-codes"]');

    const invitation = await test.step('the roster: nothing is written before the commit, then everybody has a code', async () => {
      await checkBook(office, '队伍和人员', ROSTER);
      await expect(office.getByText('可以导入。')).toBeVisible();
      await expect(codes).toHaveCount(0);
      await office.getByRole('button', { name: '确认导入' }).click();
      await expect(office.getByText('导入完成')).toBeVisible({ timeout: 60_000 });
      const rows = codes.getByRole('row').filter({ has: office.getByRole('cell') });
      await expect(rows).toHaveCount(157);
      return (await rows.filter({ hasText: 'P002' }).locator('code').textContent()) ?? '';
    });

    await test.step('on a page opened anew they are gone, and the same file has none', async () => {
      await checkBook(office, '队伍和人员', ROSTER);
      await expect(office.getByText('没有要写入的，和库里一样。')).toBeVisible();
      await expect(codes).toHaveCount(0);
    });

    await test.step('the register: how far the writing is stands there while it lasts', async () => {
      await checkRegister(office);
      let goOn = (): void => {};
      const seen = new Promise<void>((done) => (goOn = done));
      await office.context().route('**/api/v1/imports/*/commit', async (route) => {
        const reply = await route.fetch({ timeout: 0 });
        await seen;
        await route.fulfill({ response: reply });
      });
      await office.getByRole('button', { name: '确认导入' }).click();
      await expect(office.getByText(/^正在写入 \d+ \/ 800…$/)).toBeVisible({ timeout: 30_000 });
      await expect(office.getByRole('progressbar')).toBeVisible();
      goOn();
      await expect(office.getByText('导入完成')).toBeVisible({ timeout: 60_000 });
      await expect(office.getByRole('progressbar')).toHaveCount(0);
      await expect(codes).toHaveCount(0);
    });

    await test.step('with the code a member of the roster works with the households of the register', async () => {
      const member = await enrolled(await phone(), 'P002', invitation);
      expect(await dueHouseholds(member, 3)).toHaveLength(3);
    });
  });
});

test.describe('the invented district', () => {
  test.use({ district: 'demo' });

  test('the figures above the board open the teams, people and villages', async ({ phone }) => {
    const office = await phone(DESK);
    await signIn(office, 'D001', DEMO_PASSWORD);
    await office.getByRole('link', { name: '62 支队 · 157 人 · 65 个村' }).click();
    await expect(office.getByRole('heading', { level: 1, name: '队伍和村' })).toBeVisible();
    const teams = office.getByRole('row').filter({ has: office.getByRole('cell') });
    await expect(teams).toHaveCount(62);
    await expect(teams.getByRole('cell').nth(0).getByRole('listitem').first()).toContainText('万宝镇');
    await expect(office.getByText('第一书记兼队长')).toHaveCount(62);
    // Each person and each village stands in it once.
    await expect(office.locator('td:nth-child(2) li')).toHaveCount(157);
    await expect(office.locator('td:nth-child(1) li')).toHaveCount(65);
    // With the posts that are in no team: of each village its Party secretary and the township’s link.
    await expect(office.getByText('村党组织书记')).toHaveCount(65);
    await expect(office.getByText('乡镇联村干部')).toHaveCount(65);
  });

  test('each count of an import opens its rows', async ({ phone }) => {
    const office = await phone(DESK);
    await signIn(office, 'D001', DEMO_PASSWORD);
    await expect(office.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
    await checkRegister(office);
    const counts = office.getByRole('region', { name: '核对结果' }).getByRole('row').filter({ hasText: /^农户/ });
    const figure = counts.getByRole('button').first();
    const count = Number((await figure.textContent())?.replaceAll(',', ''));
    await figure.click();
    await expect(figure).toHaveAttribute('aria-pressed', 'true');
    await expect(office.getByRole('status').filter({ hasText: /：列出 \d+ 行$/ })).toBeVisible();
    const rows = office.getByRole('region', { name: '每一行的结果' }).getByRole('row').filter({ has: office.getByRole('cell') });
    await expect(rows).toHaveCount(Math.min(count, 50));
  });

  test('the district finds a household, and sees a full number for a reason', async ({ phone }) => {
    const district = await phone(DESK);
    await signIn(district, 'D002', DEMO_PASSWORD);
    await district.getByRole('link', { name: '农户' }).click();
    await district.getByLabel('村', { exact: true }).selectOption('V001');
    const rows = district.getByRole('row').filter({ has: district.getByRole('cell') });
    await expect(rows).toHaveCount(8);
    const name = (await rows.nth(3).getByRole('link').textContent()) ?? '';
    await district.getByRole('searchbox').fill(name.slice(0, 2));
    await district.getByRole('link', { name }).click();
    const people = district.getByRole('region', { name: /^家里人/ });
    await expect(people.getByText(/\*{14}[\dX]{4}/).first()).toBeVisible();

    await people.getByRole('button', { name: /^显示.*的证件号码$/ }).first().click();
    const sheet = district.getByRole('dialog');
    await tick(sheet, '核对证件或材料');
    await sheet.getByRole('button', { name: '显示号码' }).click();
    await expect(people.getByText(/^\d{17}[\dX]$/)).toBeVisible();
  });
});
