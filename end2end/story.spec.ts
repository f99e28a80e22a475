// A visit travels from a phone without signal to the leader's review and to the district's board.
import type { Page } from '@playwright/test';
import { atTheBoard, officeAccount, tally } from './support/desk.ts';
import { enrolled, inStep, offline, onToday, syncLine } from './support/person.ts';
import { approveUnchanged, returnVisit } from './support/review.ts';
import { DESK, expect, test } from './support/test.ts';
import { dueHouseholds, logThree } from './support/visits.ts';

// The draw of visits that are opened singly has its own test; here all unchanged ones can go together.
test.use({ setup: { figures: { open_alone_percent: 0 } } });

test('three visits without signal reach the leader, come back once, and are counted', async ({ ledger, codes, phone }) => {
  const officeCode = await officeAccount(ledger);
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const households = await dueHouseholds(member, 3);

  await test.step('the member logs three visits without signal', async () => {
    await offline(member, true);
    const { taps } = await logThree(member, households);
    expect(taps).toBeLessThanOrEqual(4);
  });

  await test.step('after a reload without signal all three are there', async () => {
    await member.goto('/');
    await member.reload();
    await onToday(member);
    await expect(syncLine(member)).toHaveText('无信号·3 条待送');
    const waiting = member.getByRole('region', { name: /^还没送达/ }).getByRole('listitem');
    await expect(waiting).toHaveCount(3);
    for (const { name } of households) await expect(waiting.filter({ hasText: `${name}家` })).toHaveCount(1);
  });

  await test.step('with signal they are sent', async () => {
    await offline(member, false);
    await inStep(member);
    await expect(member.getByRole('region', { name: /^还没送达/ })).toHaveCount(0);
  });

  const [changed] = households;
  const words = '请写清楚是哪个工地，回来多久了。';

  await test.step('the leader sees three, and without signal returns one and approves two', async () => {
    await leader.reload();
    await expect(leader.getByRole('heading', { name: '等我审核 3' })).toBeVisible();
    await inStep(leader);
    await offline(leader, true);
    await returnVisit(leader, `${changed?.name}家`, '事实不清', words);
    await expect(syncLine(leader)).toHaveText('无信号·1 条待送');
    await approveUnchanged(leader, 2);
    await expect(syncLine(leader)).toHaveText('无信号·3 条待送');
    await leader.goto('/');
    await onToday(leader);
    await expect(leader.getByRole('heading', { name: '等我审核 0' })).toBeVisible();
    await offline(leader, false);
    await inStep(leader);
  });

  await test.step('the return is the first thing that the member sees', async () => {
    await member.reload();
    const first = member.getByRole('main').getByRole('listitem').first();
    await expect(first).toContainText(`${changed?.name}家走访`);
    await expect(first).toContainText('退回');
    await expect(first).toContainText(`队长：${words}`);
  });

  await test.step('the member corrects it without signal', async () => {
    await offline(member, true);
    await member.getByRole('link', { name: new RegExp(`${changed?.name}家走访`) }).click();
    await expect(member.getByRole('heading', { level: 1, name: '补充走访' })).toBeVisible();
    await expect(member.getByText('队长退回：事实不清')).toBeVisible();
    await member.getByLabel('谈话内容').fill('老二十月底从县城新区的工地回来，在家一个月了。');
    await member.getByRole('button', { name: '补充再送' }).click();
    await expect(member.getByText('这次走访存好了')).toBeVisible();
    await member.goto('/');
    await expect(member.getByRole('heading', { level: 1, name: '今天' })).toBeVisible();
    await expect(member.getByRole('region', { name: '该走访' })).toBeVisible();
    await expect(member.getByRole('link', { name: new RegExp(`${changed?.name}家走访.*退回`) })).toHaveCount(0);
    await offline(member, false);
    await inStep(member);
  });

  await test.step('the leader approves the correction and reads its history', async () => {
    await leader.goto('/review');
    await leader.getByRole('link', { name: new RegExp(`^${changed?.name}家`) }).click();
    await leader.getByRole('link', { name: '经过' }).click();
    const history = leader.getByRole('region', { name: '经过' }).getByRole('listitem');
    await expect(history).toHaveCount(3);
    await expect(history.nth(0)).toContainText('记在手机上');
    await expect(history.nth(1)).toContainText('退回 · 事实不清');
    await expect(history.nth(2)).toContainText('改过再送');
    await leader.getByRole('link', { name: '审核' }).last().click();
    await leader.getByRole('button', { name: '通过', exact: true }).click();
    await expect(leader.getByText('都看完了')).toBeVisible();
    await inStep(leader);
  });

  await test.step('the district counts three, and opens the list behind the number', async () => {
    const desk = await phone(DESK);
    await atTheBoard(desk, officeCode);
    await expect(tally(desk, '走访')).toHaveText(/3$/);
    await expect(tally(desk, '待审核')).toHaveText(/0$/);
    await tally(desk, '走访').click();
    await expect(desk.getByText('共 3 条')).toBeVisible();
    await expect(desk.getByRole('row')).toHaveCount(4);
    for (const { name } of households) await expect(desk.getByRole('row').filter({ hasText: name })).toHaveCount(1);
  });

  await test.step('the server\'s log is lines of JSON, and names nobody', async () => {
    const people = [...households.map(({ name }) => name), await nameOf(member), await nameOf(leader)];
    await ledger.interrupt();
    expectQuietLog(ledger.log, people);
  });
});

/** The person's name, as it stands on Me. */
async function nameOf(page: Page): Promise<string> {
  await page.goto('/me');
  return (await page.getByRole('heading', { level: 1 }).innerText()).trim();
}

/** Every line is an object of JSON, and none says who somebody is: no name, no identity number, no telephone number. */
function expectQuietLog(log: string, people: string[]): void {
  // What the office's commands say to a person stands beside it.
  const said = /^$|^The code is good once/;
  const lines = log.split('\n').filter((line) => !said.test(line.trim()));
  expect(lines.length, 'the log was written').toBeGreaterThan(0);
  for (const line of lines) {
    const told = JSON.parse(line) as Record<string, unknown>;
    expect(told, line).toMatchObject({ level: expect.any(String), timestamp: expect.any(String) });
    const words = `${JSON.stringify(told)} ${unescaped(line)}`;
    for (const name of people) expect(words).not.toContain(name);
    // Its own words are English: whatever is Chinese came from somebody's data.
    expect(words).not.toMatch(/\p{Script=Han}/u);
    expect(words).not.toMatch(/(?<![0-9a-f])\d{17}[\dX](?![0-9a-f])/i);
    expect(words).not.toMatch(/(?<![0-9a-f.])1\d{10}(?![0-9a-f])/i);
  }
}

/** A line with what an address may have escaped in it. */
function unescaped(line: string): string {
  try {
    return decodeURIComponent(line);
  } catch {
    return line;
  }
}
