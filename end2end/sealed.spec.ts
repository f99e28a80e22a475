// A locked phone in a thief's hands: the browser's whole profile, read byte by byte, tells nothing of the register.
import { enrolled, lock, offline, unlock } from './support/person.ts';
import { Handset } from './support/handset.ts';
import { scan } from './support/profile.ts';
import { expect, test as base } from './support/test.ts';
import { dueHouseholds, dueRow, registerIds, save, sayWork, toToday } from './support/visits.ts';

const test = base.extend<{ handset: Handset }>({
  handset: async ({ ledger }, use) => {
    const handset = await Handset.buy(ledger.url);
    await use(handset);
    await handset.discard();
    expect(handset.complaints, 'what the console said').toEqual([]);
  },
});

/** Typed into notes of visits that are never sent. */
const UNSENT = ['聂沐岚', '10010237745', '苻听泉', '10020348856', '宓疏桐', '10030459967'];
/** Typed into a visit that is sent. */
const SENT = ['芮知微', '10040561178', '郗砚秋', '10050672289'];
/** Typed into a form that is never finished. */
const DRAFTED = ['逄晚晴', '10060783390', '亓望舒', '10070894401'];
/** Typed where a fact is changed. */
const FACTS = ['漱石湾砖厂', '栖霞坳茶场'];

const sentence = (words: string[]): string => `说起${words.join('，')}，都记下了。`;

test('after locking, no name, number or household id can be read off the disk', async ({ handset, codes }) => {
  let page = await enrolled(await handset.open(), 'P002', codes.get('P002'));
  const households = await dueHouseholds(page, 5);
  const names = households.map((household) => household.name);
  const ids = await registerIds(page, names);
  expect(ids.length).toBeGreaterThanOrEqual(households.length);
  const planted = [...UNSENT, ...SENT, ...DRAFTED, ...FACTS, ...names];
  expect(new Set(planted).size).toBeGreaterThanOrEqual(20);
  const [sent, first, second, third, drafted] = households;
  if (!sent || !first || !second || !third || !drafted) throw new Error('five households are needed');

  const visit = async (household: typeof sent, note: string, fact?: string): Promise<void> => {
    await toToday(page);
    await dueRow(page, household).click();
    if (fact) {
      await sayWork(page, fact);
    } else {
      await page.getByRole('button', { name: /^情况无变化/ }).click();
    }
    await page.getByLabel('谈话内容').fill(note);
    await save(page);
  };

  await test.step('names and numbers are typed everywhere, sent, unsent and unfinished', async () => {
    const pushed = page.waitForResponse('**/api/v1/sync');
    await visit(sent, sentence(SENT), FACTS[0]);
    await pushed;
    await offline(page, true);
    await visit(first, sentence(UNSENT.slice(0, 2)));
    await visit(second, sentence(UNSENT.slice(2, 4)), FACTS[1]);
    await visit(third, sentence(UNSENT.slice(4)));
    await page.goto('/households');
    await page.getByRole('searchbox').fill(names[0] ?? '');
    await expect(page.getByRole('link', { name: new RegExp(names[0] ?? '') }).first()).toBeVisible();
    await page.goto(`/households/${drafted.id}/visit`);
    await page.getByLabel('谈话内容').fill(sentence(DRAFTED));
    await expect(page.getByText('草稿已存手机')).toBeVisible();
  });

  await test.step('locked and closed', async () => {
    await page.goto(`/households/${drafted.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(drafted.name);
    await lock(page);
    const local = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    for (const word of [...planted, ...ids]) expect.soft(local, 'localStorage').not.toContain(word);
    await handset.close();
  });

  await test.step('nothing of it is on the disk', async () => {
    const found = await scan(handset.folder, [...planted, ...ids]);
    expect.soft(found.map(({ file, word, dress }) => `${file}: ${word} as ${dress}`)).toEqual([]);
  });

  await test.step('everything is there again with the code', async () => {
    page = await handset.open({ offline: true });
    await page.goto(`/households/${drafted.id}/visit`);
    await unlock(page);
    await expect(page.getByLabel('谈话内容')).toHaveValue(sentence(DRAFTED));
    await page.goto('/me');
    await expect(page.getByRole('link', { name: /^3 ?待送/ })).toBeVisible();
  });
});

test('the search does find what lies on the disk in the clear', async ({ handset }) => {
  const page = await handset.open();
  await page.goto('/about');
  const words = ['聂沐岚', '10010237745', '0196f3a2-7c4e-7b11-9d20-5e6f7a8b9c0d'];
  const coded = '苻听泉家';
  await page.evaluate(
    async ([words, coded]) => {
      localStorage.setItem('planted', btoa(String.fromCharCode(...new TextEncoder().encode(`记：${coded}。`))));
      const opening = indexedDB.open('planted');
      await new Promise((done) => (opening.onsuccess = opening.onerror = opening.onupgradeneeded = done));
      const database = opening.result;
      const store = database.createObjectStore('planted');
      for (const word of words) store.put(new TextEncoder().encode(word), `key ${word}`);
      if (words[2]) store.put(Uint8Array.from(words[2].replaceAll('-', '').match(/../g) ?? [], (pair) => parseInt(pair, 16)), 'raw');
      await new Promise((done) => (opening.onsuccess = done));
      database.close();
    },
    [words, coded] as const,
  );
  await handset.close();
  const found = await scan(handset.folder, [...words, coded]);
  expect(new Set(found.map((each) => each.word))).toEqual(new Set([...words, coded]));
});
