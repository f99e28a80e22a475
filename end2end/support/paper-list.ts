// Every paper that the product prints, as a list: what it is, and who opens it where. Held against the product's own.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Download, expect, type Page } from '@playwright/test';
import { calculate, signSeen, take, villagePart, vote } from './case.ts';
import { printed } from './papers.ts';
import { inStep } from './person.ts';
import { firstRow } from './screens.ts';
import { save, tick } from './visits.ts';

/** Who prints, and the households about which they have something to print. */
export interface Office {
  /** The team's leader, on the phone. */
  leader: Page;
  /** The district's administration, at its desk. */
  district: Page;
  /** The address, on the leader's phone, of a household whose identification hangs in the village. */
  suspected: string;
  /** That of a household whose elimination hangs in the village. */
  nominated: string;
}

interface Entry {
  /** The product's word for it: its address, and behind a space the code of a form. */
  kind: string;
  /** The name of its files. */
  name: string;
}

/** A sheet: `open` ends with the page that lies ready to be printed. */
export interface Paper extends Entry {
  open: (office: Office) => Promise<Page>;
  /** What has to stand on it. */
  says: string | RegExp;
}

/** A workbook. */
export interface Book extends Entry {
  download: (office: Office) => Promise<Download>;
}

/** What papers of one place are pressed in. */
const papersOf = (page: Page) => page.getByRole('region', { name: '打印' });

/** The paper that a button opens on a page that is open already. */
const pressed = (page: Page, button: string): Promise<Page> =>
  printed(page, () => papersOf(page).getByRole('button', { name: button }).click());

/** A form blank, for paper first. */
function blank(code: string, title: string): Paper {
  return {
    kind: `/papers/blank-form ${code}`,
    name: `blank-${code.toLowerCase()}`,
    says: title,
    open: ({ leader }) => beside(leader, `/papers/blank-form/${code}`),
  };
}

/** A form of a household's file: of its identification, or of its elimination. */
function form(code: string, title: string, of: 'case' | 'elimination', name = code.toLowerCase()): Paper {
  return {
    kind: `/papers/form ${code}`,
    name,
    says: title,
    open: async ({ leader, suspected, nominated }) => {
      await leader.goto(of === 'case' ? `${suspected}/case` : `${nominated}/elimination`);
      return pressed(leader, title);
    },
  };
}

/** A page of its own beside the app. */
async function beside(page: Page, address: string): Promise<Page> {
  const paper = await page.context().newPage();
  await paper.goto(address);
  return paper;
}

/** A village at the desk of the district. */
async function atTheDesk(district: Page): Promise<Page> {
  await district.goto('/desk/households?village=V001');
  await expect(district.getByRole('row').nth(1)).toBeVisible();
  return district;
}

/** The sheets. */
export const PAPERS: Paper[] = [
  { kind: '/papers/blank-visit', name: 'blank-visit', says: '入户走访记录', open: ({ leader }) => beside(leader, '/papers/blank-visit') },
  blank('APPLY', '附件1'),
  blank('COLLECT', '附件2'),
  blank('NOTICE', '公示'),
  blank('REMOVAL', '附表8'),
  blank('MEASURES', '附表9'),
  blank('ASSESS', '附表10'),
  form('APPLY', '附件1', 'case'),
  form('COLLECT', '附件2', 'case'),
  form('NOTICE', '公示', 'case', 'notice-identification'),
  form('REMOVAL', '附表8', 'elimination'),
  form('MEASURES', '附表9', 'elimination'),
  form('ASSESS', '附表10', 'elimination'),
  form('NOTICE', '公示', 'elimination', 'notice-elimination'),
  {
    kind: '/papers/visits',
    name: 'visits',
    says: '入户走访台账',
    open: async ({ leader, nominated }) => {
      await leader.goto(nominated);
      return pressed(leader, '走访台账');
    },
  },
  {
    kind: '/papers/visits',
    name: 'visits-desk',
    says: '入户走访台账',
    open: async ({ district }) => {
      await (await atTheDesk(district)).getByRole('row').nth(1).getByRole('link').click();
      await expect(district.getByRole('region', { name: /^家里人/ })).toBeVisible();
      return pressed(district, '走访台账');
    },
  },
  {
    kind: '/papers/month',
    name: 'month',
    says: '驻村工作月小结',
    open: async ({ leader }) => {
      await leader.goto('/me');
      return pressed(leader, '月小结');
    },
  },
  {
    kind: '/papers/month',
    name: 'month-desk',
    says: '驻村工作月小结',
    open: async ({ district }) => pressed(await atTheDesk(district), '月小结'),
  },
  {
    kind: '/papers/quarter',
    name: 'quarter',
    says: '驻村工作季度小结',
    open: async ({ leader }) => {
      await leader.goto('/me');
      return pressed(leader, '季度小结');
    },
  },
  {
    kind: '/papers/handover',
    name: 'handover',
    says: '驻村工作交接清单',
    open: async ({ leader }) => {
      await leader.goto(await firstRow(leader, '/me', 'main a.row[href^="/handover/"]'));
      return printed(leader, () => leader.getByRole('button', { name: /^交接清单/ }).click());
    },
  },
];

/** The workbooks. */
export const BOOKS: Book[] = [
  {
    kind: '/papers/register',
    name: 'register',
    download: async ({ leader }) => {
      await leader.goto('/me');
      return downloaded(leader);
    },
  },
  {
    kind: '/papers/register',
    name: 'register-desk',
    download: async ({ district }) => downloaded(await atTheDesk(district)),
  },
];

async function downloaded(page: Page): Promise<Download> {
  const started = page.waitForEvent('download');
  await papersOf(page).getByRole('button', { name: /^农户台账/ }).click();
  return started;
}

/** Every kind that the product has: the addresses of its papers, those of forms once for each form. */
export async function ownKinds(): Promise<string[]> {
  const routes = await readFile(resolve('../server/src/routes/papers.rs'), 'utf8');
  const addresses = [...routes.matchAll(/^pub const \w+: &str = "(\/papers\/[^"]+)";/gm)].map(([, path]) => path ?? '');
  const forms = await readFile(resolve('../domain/src/papers/forms.rs'), 'utf8');
  const codes = [...forms.matchAll(/^ {8}\w+ = "([A-Z_]+)", /gm)].map(([, code]) => code ?? '');
  const kinds = addresses.flatMap((address) => {
    const plain = address.replace('/{form}', '');
    const ofForms = plain !== address || plain === '/papers/form';
    return ofForms ? codes.map((code) => `${plain} ${code}`) : [plain];
  });
  return kinds.sort();
}

/** Every kind in the lists, once. */
export function listedKinds(): string[] {
  return [...new Set([...PAPERS, ...BOOKS].map((entry) => entry.kind))].sort();
}

/** Carries one household of the demonstration to the notice of its identification, as its leader; gives its address. */
export async function suspect(leader: Page): Promise<string> {
  for (const home of await homes(leader, '/households', { hasNotText: '监测户' })) {
    await leader.goto(home);
    await expect(leader.getByRole('heading', { level: 1, name: /家$/ })).toBeVisible();
    // An older sign would be late by now, and its steps would ask why.
    if ((await leader.getByRole('region', { name: /^风险线索/ }).count()) > 0) continue;
    await signSeen(leader, home, '9000');
    await villagePart(leader);
    return home;
  }
  throw new Error('each household has a sign of risk already');
}

/** The addresses of the households of a list. */
async function homes(page: Page, list: string, which: { hasNotText?: string } = {}): Promise<string[]> {
  await page.goto(list);
  const rows = page.locator('main a.row[href^="/households/"]').filter(which);
  await expect(rows.first()).toBeVisible();
  return rows.evaluateAll((all) => all.map((row) => row.getAttribute('href') ?? ''));
}

/** Carries a monitored household whose criteria allow it to the notice of its elimination; gives its address. */
export async function nominate(leader: Page): Promise<string> {
  for (const home of await homes(leader, '/households?show=monitored')) {
    await askAll(leader, home);
    await calculate(leader, home, '99000');
    await leader.goto(`${home}/elimination`);
    await expect(leader.getByRole('heading', { level: 1, name: /^风险消除/ })).toBeVisible();
    const form = leader.locator('form#step');
    if (!(await form.isVisible())) continue;
    await tick(form.getByRole('group', { name: '风险是怎么消除的' }), '风险自然消失');
    await form.getByLabel('联系人怎么说').fill('儿子有了稳定工作，家里不再需要帮扶。');
    await form.getByRole('button', { name: '存这一步' }).click();
    const begun = leader.getByRole('button', { name: /^附表8/ });
    await expect(begun.or(form.getByRole('alert')).first()).toBeVisible();
    if (!(await begun.isVisible())) continue;
    await take(leader, '入户核实，风险已稳定消除', () => form.getByLabel('另一个人的姓名').fill('刘会计'), 'elimination');
    await take(leader, '村级评议同意', () => vote(leader), 'elimination');
    await take(leader, '贴出公示', () => form.getByLabel('贴在哪里').fill('村口公开栏'), 'elimination');
    await inStep(leader);
    return home;
  }
  throw new Error('no monitored household of the demonstration can be nominated');
}

/** Asks what nobody asked yet, where something is open. */
async function askAll(page: Page, home: string): Promise<void> {
  await page.goto(`${home}/visit`);
  await expect(page.getByRole('heading', { level: 1, name: '记一次走访' })).toBeVisible();
  const unasked = page.getByRole('button', { name: /^还有 \d+ 项该问了/ });
  if (!(await unasked.isVisible())) return;
  await unasked.click();
  for (const chip of await page.locator('label.chip', { hasText: '有保障' }).all()) await chip.click();
  await page.getByLabel('谈话内容').fill('问了吃穿、读书、看病、住房和饮水，都好。');
  await save(page);
}
