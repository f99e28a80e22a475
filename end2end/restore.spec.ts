// A backup put back: what it held is there, and what came since comes again from the phones.
import { join } from 'node:path';
import { atTheBoard, officeAccount, tally } from './support/desk.ts';
import { enrolled, inStep } from './support/person.ts';
import { PROCESSES } from './support/several.ts';
import { DESK, expect, test } from './support/test.ts';
import { logNoChange, visitsInRegister } from './support/visits.ts';

// PostgreSQL is backed up and restored by its own tools.
test.skip(PROCESSES > 1, 'only a database in a file is restored from a file');

test('after a restore the backup’s visit is there, and the later one comes again from the phone', async ({ codes, ledger, phone }) => {
  const officeCode = await officeAccount(ledger);
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const backup = join(ledger.folder, 'yesterday.db');

  await test.step('one visit, a backup, and another visit', async () => {
    await logNoChange(member, 0);
    await inStep(member);
    await ledger.interrupt();
    expect(await ledger.cli('backup', backup)).toContain('Written and checked');
    await ledger.resume();
    await logNoChange(member, 0);
    await inStep(member);
    expect(await visitsInRegister(ledger)).toBe(2);
  });

  await test.step('the backup in the database’s place holds the first visit alone', async () => {
    expect(await ledger.cli('restore', backup)).toContain('Restored.');
    expect(await visitsInRegister(ledger)).toBe(1);
  });

  await test.step('the phone hears of it, and offers what the server no longer has', async () => {
    await ledger.resume();
    await member.reload();
    const desk = await phone(DESK);
    await atTheBoard(desk, officeCode);
    await expect(async () => {
      await desk.reload();
      await expect(tally(desk, '走访')).toHaveText(/2$/, { timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    await inStep(member);
    expect(await visitsInRegister(ledger)).toBe(2);
  });
});
