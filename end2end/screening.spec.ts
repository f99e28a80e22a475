// Screening says which households are worth a look, by which rule and from what; what a visit hears settles it.
import { districtAccount } from './support/desk.ts';
import { enrol, enrolled, inStep, offline, onToday } from './support/person.ts';
import { DESK, expect, test } from './support/test.ts';
import { save } from './support/visits.ts';

const RULE = '全家都没有劳动能力';

test('without signal: a household is listed with its reason, and leaves the list when a visit settles it', async ({
  codes,
  phone,
}) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  await inStep(member);
  await offline(member, true);
  await member.reload();
  await onToday(member);
  await member.getByRole('link', { name: /户值得上门看看/ }).click();
  const chip = member.getByRole('button', { name: /^值得看看/ });
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  const before = Number(/\d+/.exec(await chip.innerText())?.[0]);
  expect(before).toBeGreaterThan(0);

  // One person alone, so that one answer settles it.
  await member.getByRole('searchbox').fill('梁柏');
  const listed = member.locator('a.row', { hasText: RULE });
  await listed.first().click();
  const found = member.getByRole('region', { name: /筛查/ });
  await expect(found).toContainText(RULE);
  await expect(found).toContainText('劳动技能：无劳动力（2021年9月30日）');
  await expect(found).toContainText('按第 3 版筛查规则');

  await member.getByRole('link', { name: '记一次走访' }).last().click();
  await member.getByRole('button', { name: '有变化，改档案' }).click();
  await member.getByLabel('哪一项').selectOption({ label: '劳动技能' });
  await member.getByLabel('现在是').selectOption({ label: '弱劳动力或半劳动力' });
  await member.getByRole('button', { name: '加上' }).click();
  await save(member);
  await expect(member.getByRole('region', { name: /筛查/ })).toHaveCount(0);
  await member.goto('/households?show=screened');
  await expect(chip).toContainText(String(before - 1));
});

test('a change of the rules lists the households before it takes effect, and the phones follow', async ({
  codes,
  ledger,
  phone,
}) => {
  const code = await districtAccount(ledger);
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const desk = await phone(DESK);
  await enrol(desk, 'D002', code);
  await desk.getByRole('navigation').getByRole('link', { name: '参数' }).click();
  await desk.getByRole('button', { name: `改：${RULE}` }).click();
  const form = desk.locator('form#edition');
  await form.getByRole('group', { name: RULE }).getByLabel('开关').selectOption({ label: '停用' });
  await form.getByLabel('文件号').fill('娄星农发〔2026〕10号');
  await form.getByRole('button', { name: '先看预览' }).click();
  await expect(desk.getByRole('heading', { name: /^筛查：0 户新列入，\d+ 户不再列入，\d+ 户缘由有变$/ })).toBeVisible({ timeout: 30_000 });
  const changed = desk.getByRole('row').filter({ has: desk.locator('details') }).first();
  await changed.locator('summary').first().click();
  await expect(changed.getByRole('listitem').first()).toContainText(RULE);
  await desk.getByRole('button', { name: '发布这一版' }).click();
  await expect(desk.getByRole('status').filter({ hasText: '已发布第 1 版' })).toBeVisible();

  await member.reload();
  await inStep(member);
  await member.goto('/households');
  await member.getByRole('searchbox').fill('梁柏');
  await member.locator('main a.row').first().click();
  await expect(member.getByRole('heading', { level: 1 })).toContainText('梁柏');
  await expect(member.getByText(RULE)).toHaveCount(0);
});
