// The reply to a push is lost after the server has committed: nothing may be doubled.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Response } from '@playwright/test';
import { decode } from 'cbor2';
import { enrolled, inStep, offline } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, logThree } from './support/visits.ts';

/** What a reply to a push says of each operation; nothing for other replies. */
async function outcomes(reply: Response): Promise<{ duplicate: boolean }[]> {
  if (!reply.url().endsWith('/api/v1/sync') || !reply.ok()) return [];
  // Fields go by number (domain/src/sync.rs): of a reply the third are the outcomes, of an outcome the fourth
  // tells whether it was known before.
  const [, , said] = decode<[string, string, unknown[][]]>(new Uint8Array(await reply.body()));
  return said.map((outcome) => ({ duplicate: outcome[3] === true }));
}

test.use({ setup: { env: { LEDGER_FAULTS: '1', LEDGER_FAULT_CUT_SYNC: '1' } } });

test('three visits whose first reply is cut off are three visits, not six', async ({ ledger, codes, phone }) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const households = await dueHouseholds(member, 3);

  await offline(member, true);
  await logThree(member, households);
  const answered = member.waitForResponse(async (reply) => (await outcomes(reply)).length > 0);
  await offline(member, false);
  const answers = await outcomes(await answered);
  expect(answers.map(({ duplicate }) => duplicate), 'what was committed before the cut').toEqual([true, true, true]);
  await inStep(member);

  await leader.reload();
  await expect(leader.getByRole('heading', { name: '等我审核 3' })).toBeVisible();
  await inStep(leader);

  const table = join(ledger.folder, 'visits.csv');
  await ledger.interrupt();
  await ledger.cli('export', 'visits', '--out', table);
  const lines = (await readFile(table, 'utf8')).split(/\r?\n/);
  expect(lines.filter((line) => /^\d{4}-\d\d-\d\d,/.test(line))).toHaveLength(3);
});
