// What databases hold: the office's two workbooks with enrolment codes, or the invented district.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Cli } from './server.ts';

/** Password of every sign-in that `server demo` prints; read from what it prints, and checked there. */
export const DEMO_PASSWORD = 'qiao-he-he-6461';

/** Households a village of the invented district: enough that every list has life, few enough to be quick. */
const HOUSEHOLDS = '8';

/** The office's teams, people and villages. */
export const ROSTER = resolve('fixtures/district-roster.xlsx');
/** The register of two villages. */
export const REGISTER = resolve('fixtures/households-2-villages.xlsx');
const CODES = 'codes.txt';

/** Imports both workbooks as an office does, and makes the district office's own account. */
export async function importedOffice(cli: Cli, folder: string): Promise<void> {
  const codes = join(folder, CODES);
  await cli('import', 'roster', ROSTER, '--commit', '--codes', codes);
  await cli('import', 'households', REGISTER, '--commit');
}

/** Fills the invented district. */
export async function demonstration(cli: Cli): Promise<void> {
  const said = await cli('demo', '--households', HOUSEHOLDS);
  if (!said.includes(DEMO_PASSWORD)) throw new Error(`the sign-ins are others now:\n${said}`);
}

/** The enrolment codes that the import of the roster wrote, by staff number. */
export async function invitations(folder: string): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(join(folder, CODES), 'utf8')).trim().split('\n');
  return new Map(lines.map((line) => pair(line, /\s+/)));
}

/** The one enrolment code that `server user add` or `invite` prints. */
export function invitation(said: string): string {
  return pair(said.trim(), /\s+/)[1];
}

function pair(line: string, between: RegExp): [string, string] {
  const [staff, code] = line.split(between);
  if (!staff || !code) throw new Error(`no staff number and code in: ${line}`);
  return [staff, code];
}
