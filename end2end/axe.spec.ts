// Nobody is kept out: every screen by day, by night and at a desk.
import { LOOKS, expectOpenToAll } from './support/axe.ts';
import { disagree, ordinaryHousehold } from './support/disagree.ts';
import { lock, setCode, signIn, signedIn } from './support/person.ts';
import { AT_THE_GATE, OF_A_LEADER, OF_A_MEMBER, OF_THE_ADMINISTRATOR, OF_THE_DISTRICT, OF_THE_OFFICE, type Screen, TWO_VALUES } from './support/screens.ts';
import { DEMO_PASSWORD, DESK, expect, test } from './support/test.ts';

test.use({ district: 'demo' });
test.setTimeout(360_000);

const desk = LOOKS.filter((look) => look.width > 1_000);

test('the gate and the pages without scripts are open to all', async ({ phone }) => {
  const page = await phone();
  for (const screen of AT_THE_GATE) await test.step(screen.name, () => expectOpenToAll(page, screen));
  const newCode: Screen = {
    name: 'new-code',
    open: async () => {
      await signIn(page, 'P002', DEMO_PASSWORD);
      await expect(page.getByLabel('再输一次')).toBeVisible();
    },
  };
  await expectOpenToAll(page, newCode);
  await setCode(page);
  const unlock: Screen = {
    name: 'unlock',
    open: () => lock(page),
  };
  await expectOpenToAll(page, unlock);
});

test('the member\'s screens are open to all', async ({ phone }) => {
  const page = await signedIn(await phone(), 'P002', DEMO_PASSWORD);
  for (const screen of OF_A_MEMBER) await test.step(screen.name, () => expectOpenToAll(page, screen));
});

test('the leader\'s screens are open to all', async ({ phone }) => {
  const page = await signedIn(await phone(), 'P001', DEMO_PASSWORD);
  for (const screen of OF_A_LEADER) await test.step(screen.name, () => expectOpenToAll(page, screen));
});

test('two values that wait for the leader are open to all', async ({ phone }) => {
  const member = await signedIn(await phone(), 'P002', DEMO_PASSWORD);
  const leader = await signedIn(await phone(), 'P001', DEMO_PASSWORD);
  await disagree(leader, member, await ordinaryHousehold(leader));
  await expectOpenToAll(leader, TWO_VALUES);
});

test('the desk\'s screens are open to all', async ({ phone }) => {
  const office = await phone(DESK);
  await signIn(office, 'D001', DEMO_PASSWORD);
  await expect(office.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
  for (const screen of OF_THE_OFFICE) await test.step(screen.name, () => expectOpenToAll(office, screen, desk));

  const decides = await phone(DESK);
  await signIn(decides, 'D002', DEMO_PASSWORD);
  await expect(decides.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
  for (const screen of OF_THE_DISTRICT) await test.step(screen.name, () => expectOpenToAll(decides, screen, desk));

  const administrator = await phone(DESK);
  await signIn(administrator, 'A001', DEMO_PASSWORD);
  await expect(administrator.getByRole('heading', { level: 1, name: '账号' })).toBeVisible();
  for (const screen of OF_THE_ADMINISTRATOR) await test.step(screen.name, () => expectOpenToAll(administrator, screen, desk));
});
