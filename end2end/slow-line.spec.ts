// What a phone sends is compressed where that gains something: a village's line is slow in both directions.
import { gunzipSync } from 'node:zlib';
import { enrolled, inStep, offline } from './support/person.ts';
import { expect, test } from './support/test.ts';
import { dueHouseholds, logNoChange, logThree } from './support/visits.ts';

test('a day\'s visits go up compressed and arrive whole, and a message of a few bytes goes as it is', async ({
  codes,
  phone,
}) => {
  const member = await enrolled(await phone(), 'P002', codes.get('P002'));
  const leader = await enrolled(await phone(), 'P001', codes.get('P001'));
  const households = await dueHouseholds(member, 3);
  const sent: { wire: number; plain: number; packed: boolean }[] = [];
  member.on('request', (request) => {
    const body = request.postDataBuffer();
    if (!body || !request.url().endsWith('/api/v1/sync')) return;
    const packed = request.headers()['content-encoding'] === 'gzip';
    sent.push({ wire: body.length, plain: packed ? gunzipSync(body).length : body.length, packed });
  });

  await offline(member, true);
  await logThree(member, households);
  for (let more = 0; more < 4; more += 1) await logNoChange(member, 0);
  await offline(member, false);
  await inStep(member);
  expect(sent.some(({ wire, plain, packed }) => packed && wire < plain * 0.8), JSON.stringify(sent)).toBe(true);
  expect(sent.every(({ plain, packed }) => packed === plain >= 1_000), JSON.stringify(sent)).toBe(true);

  await leader.reload();
  await expect(leader.getByRole('heading', { name: '等我审核 7' })).toBeVisible();
});
