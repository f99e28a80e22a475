// The reply to a push is lost after the server has committed: nothing may be doubled.
import { enrolled, inStep, offline } from './support/person.ts';
import { outcomes } from './support/push.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, logThree, visitsInRegister } from './support/visits.ts';

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

  expect(await visitsInRegister(ledger)).toBe(3);
});
