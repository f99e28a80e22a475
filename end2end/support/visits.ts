// Logging visits as a member does, and finding them again.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { onToday } from './person.ts';
import type { LedgerServer } from './server.ts';

/** The version of the sync messages in which tests ask the server themselves. */
export const PROTOCOL = 5;

/** Today's row of a household that is due: a tap on it opens the form. */
export interface DueHousehold {
  name: string;
  /** What this phone's addresses call it: another phone has another word for it. */
  id: string;
}

/** The first ordinary households of Today's list, whose visits rank as “no change” when nothing changed. */
export async function dueHouseholds(page: Page, count: number): Promise<DueHousehold[]> {
  await onToday(page);
  const rows = page.locator('a.row[href^="/households/"][href$="/visit"]').filter({ hasNotText: '监测户' });
  await expect(rows.nth(count - 1)).toBeVisible();
  const found = await rows.evaluateAll((all) =>
    all.map((row) => ({
      id: (row.getAttribute('href') ?? '').split('/')[2] ?? '',
      name: (row.querySelector('.n')?.firstChild?.textContent ?? '').trim(),
    })),
  );
  return found.slice(0, count);
}

/** The row on Today. */
export function dueRow(page: Page, household: DueHousehold): Locator {
  return page.locator(`a.row[href="/households/${household.id}/visit"]`);
}

/** The server's ids of the households with these names: what addresses show is this phone's own word for them. */
export async function registerIds(page: Page, names: string[]): Promise<string[]> {
  const changes = await page.evaluate(async (protocol) => {
    const reply = await fetch('/api/v1/sync', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ protocol, device: crypto.randomUUID() }),
    });
    const { changes } = (await reply.json()) as { changes: unknown[] };
    return changes.map((change) => JSON.stringify(change));
  }, PROTOCOL);
  const ours = changes.filter((change) => names.some((name) => change.includes(`"${name}"`)));
  return ours.map((change) => /household:([0-9a-f-]{36})/.exec(change)?.[1] ?? '').filter((id) => id !== '');
}

/** Ticks a chip: the box itself is invisible, its words are what a thumb meets. */
export async function tick(within: Page | Locator, words: string): Promise<void> {
  await within.locator('label.chip', { hasText: words }).first().click();
}

/** Saves the form and waits until the phone says that it is on the disk. */
export async function save(page: Page, button = '保存'): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await expect(page.getByText('这次走访存好了')).toBeVisible();
}

/** One changed fact of the person whose chip is pressed. */
export async function sayFact(page: Page, fact: string, value: string): Promise<void> {
  await page.getByLabel('哪一项').selectOption({ label: fact });
  await page.getByLabel('现在是').fill(value);
  await page.getByRole('button', { name: '加上' }).click();
}

/** Where somebody works now, and for how many months: the form asks for both. */
export async function sayWork(page: Page, place: string): Promise<void> {
  await page.getByRole('button', { name: '有变化，改档案' }).click();
  await sayFact(page, '务工地点', place);
  // No household of the fixtures has somebody who works for one month.
  await sayFact(page, '务工月数', '1');
}

/** A visit with a changed fact, a sign of risk and a note. */
export async function logChange(page: Page, note: string): Promise<void> {
  await sayWork(page, '县城工地');
  await tick(page, '没活干');
  await page.getByLabel('谈话内容').fill(note);
  await save(page);
}

/** A visit at which nobody was home. */
export async function logNobodyHome(page: Page): Promise<void> {
  await tick(page.getByRole('group', { name: '见到谁' }), '家里没人');
  await save(page);
}

/** How many taps a person has made. */
export class Thumb {
  taps = 0;

  async tap(what: Locator): Promise<void> {
    this.taps += 1;
    await what.tap();
  }
}

/** The way back to Today by the bar, as a thumb goes. */
export async function toToday(page: Page): Promise<void> {
  const docked = page.getByRole('link', { name: '回今天，去下一户' });
  const link = (await docked.isVisible()) ? docked : page.getByRole('navigation').getByRole('link', { name: '今日' });
  await link.click();
  await onToday(page);
}

/** A visit without a change to the household that stands at this place in Today's list. */
export async function logNoChange(page: Page, at: number): Promise<void> {
  await toToday(page);
  const due = (await dueHouseholds(page, at + 1))[at];
  if (!due) throw new Error('no household is due');
  await dueRow(page, due).click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await save(page);
}

/** The three visits of the story, logged on the phone as it is: a change, no change, nobody home. */
export async function logThree(page: Page, households: DueHousehold[]): Promise<{ taps: number }> {
  const [changed, same, nobody] = households;
  if (!changed || !same || !nobody) throw new Error('three households are needed');
  await page.goto(`/households/${changed.id}`);
  await expect(page.getByRole('heading', { level: 1, name: `${changed.name}家` })).toBeVisible();
  await page.getByRole('link', { name: '记一次走访' }).last().click();
  await logChange(page, '老二上个月从工地回来，还没有找到活。');

  await toToday(page);
  const thumb = new Thumb();
  await thumb.tap(dueRow(page, same));
  await thumb.tap(page.getByRole('button', { name: /^情况无变化/ }));
  await thumb.tap(page.getByRole('button', { name: '保存', exact: true }));
  await expect(page.getByText('这次走访存好了')).toBeVisible();

  await toToday(page);
  await dueRow(page, nobody).click();
  await logNobodyHome(page);
  return { taps: thumb.taps };
}

/** How many visits the server's database holds, by its own export; the server has stopped then. */
export async function visitsInRegister(ledger: LedgerServer): Promise<number> {
  // An export never overwrites a file.
  const table = join(ledger.folder, `visits-${Date.now()}.csv`);
  await ledger.interrupt();
  // Of all days: fixtures hold visits that were written long ago.
  await ledger.cli('export', 'visits', '--from', '2026-01-01', '--out', table);
  const lines = (await readFile(table, 'utf8')).split(/\r?\n/);
  return lines.filter((line) => /^\d{4}-\d\d-\d\d,/.test(line)).length;
}
