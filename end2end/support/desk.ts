// What the district office does: enrol at its desk and read the board.
import { expect, type Page } from '@playwright/test';
import { invitation } from './districts.ts';
import { enrol } from './person.ts';
import type { LedgerServer } from './server.ts';

/** Makes the account of the district office at the machine, before the server serves. */
export function officeAccount(ledger: LedgerServer): Promise<string> {
  return account(ledger, 'D001', '区驻村办', 'RESIDENCY_OFFICE');
}

/** Makes that of the district's administration, which sets the configuration. */
export function districtAccount(ledger: LedgerServer): Promise<string> {
  return account(ledger, 'D002', '区农业农村局', 'DISTRICT_ADMIN');
}

async function account(ledger: LedgerServer, staff: string, name: string, role: string): Promise<string> {
  await ledger.interrupt();
  const said = await ledger.cli('user', 'add', staff, '--name', name, '--role', role);
  await ledger.resume();
  return invitation(said);
}

/** The office at its desk, at the board. */
export async function atTheBoard(page: Page, code: string): Promise<void> {
  await enrol(page, 'D001', code);
  await expect(page.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
}

/** A number of the board's first row, by its word. */
export function tally(page: Page, word: string) {
  return page.getByRole('link', { name: new RegExp(`^${word} ?\\d`) });
}
