// Prints every paper of the invented district on A4, with a picture of each page, and says what is wrong with them.
import { mkdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { BOOKS, listedKinds, nominate, type Office, ownKinds, PAPERS, suspect } from '../support/paper-list.ts';
import { signedIn, signIn } from '../support/person.ts';
import { FOLDER, keep, print, type Printed, removed } from '../support/sheets.ts';
import { DEMO_PASSWORD, DESK, expect, test } from '../support/test.ts';

/** The lines of the years in which this may run: without one nobody can be nominated. */
const YEARS = [2026, 2027, 2028, 2029, 2030];
test.use({
  district: 'demo',
  setup: { figures: { income_lines: YEARS.map((year) => ({ year, yuan: 8_000, document: '打印用的文件' })) } },
});

/** As wide as a phone, but no phone: Chromium lays paper out for the device that it plays. */
const AT_THE_PRINTER = { isMobile: false, hasTouch: false };

test('every paper fills A4 sheets', async ({ phone }) => {
  expect(listedKinds(), 'the kinds of papers in the list, and those of the product').toEqual(await ownKinds());
  await mkdir(FOLDER, { recursive: true });
  const leader = await signedIn(await phone(AT_THE_PRINTER), 'P001', DEMO_PASSWORD);
  const district = await phone({ ...DESK, acceptDownloads: true });
  await signIn(district, 'D002', DEMO_PASSWORD);
  await expect(district.getByRole('heading', { level: 1, name: '总览' })).toBeVisible();
  const suspected = await test.step('a household is carried to the notice of its identification', () => suspect(leader));
  const nominated = await test.step('another to that of its elimination', () => nominate(leader));
  const office: Office = { leader, district, suspected, nominated };
  const printed: Printed[] = [];
  for (const paper of PAPERS) {
    await test.step(paper.name, async () => {
      const page = await paper.open(office);
      printed.push(await print(page, paper.name, paper.says));
      await page.close();
    });
  }
  for (const book of BOOKS) {
    await test.step(book.name, async () => void printed.push(await keep(await book.download(office), book.name)));
  }
  console.log(told(printed));
  const faults = printed.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
  expect(faults, 'what is wrong with the papers').toEqual([]);
});

test('a page that has nothing but its number is told of', async ({ phone }) => {
  await mkdir(FOLDER, { recursive: true });
  const leader = await signedIn(await phone(AT_THE_PRINTER), 'P001', DEMO_PASSWORD);
  const paper = await leader.context().newPage();
  await paper.goto('/papers/blank-visit');
  const whole = await print(paper, 'planted', '入户走访记录');
  expect(whole.faults, 'as it is').toEqual([]);
  await plant(paper, '');
  const planted = await print(paper, 'planted', '入户走访记录');
  expect(planted.pages).toBe(whole.pages + 1);
  expect(planted.faults).toEqual([`page ${planted.pages} is empty`]);
  await plant(paper, '见面谈了种植和务工。');
  const written = await print(paper, 'planted', '入户走访记录');
  expect([written.pages, written.faults], 'a few words are enough').toEqual([planted.pages + 1, planted.faults]);
  await removed('planted');
});

/** Puts a page behind the last one, with these words. */
async function plant(paper: Page, words: string): Promise<void> {
  await paper.locator('main.a4').evaluate((main, words) => {
    const page = document.createElement('div');
    page.style.breakBefore = 'page';
    page.style.height = '10mm';
    page.textContent = words;
    main.append(page);
  }, words);
}

/** A line for each paper. */
function told(printed: Printed[]): string {
  const books = new Set(BOOKS.map((book) => book.name));
  const line = ({ name, pages, faults }: Printed): string => {
    const [file, what] = books.has(name) ? [`${name}.xlsx`, 'lines'] : [`${name}.pdf`, pages === 1 ? 'page' : 'pages'];
    return `${file.padEnd(28)} ${String(pages).padStart(3)} ${what}${faults.map((fault) => `; ${fault}`).join('')}`;
  };
  return ['', `in end2end/${FOLDER}:`, ...printed.map(line)].join('\n');
}
