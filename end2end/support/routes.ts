// Every address of the app in one table, for whoever opens them all. `shell.spec.ts` holds it against the app's own.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { firstRow, openCase } from './screens.ts';

/** What addresses name, as one phone writes it. */
export interface Named {
  household: string;
  /** A monitored household. */
  monitored: string;
  /** A household with an identification case. */
  suspected: string;
  visit: string;
  /** A visit that waits for the leader. */
  waiting: string;
  flag: string;
  request: string;
  handover: string;
  work: string;
}

/** One line of the app's table. */
export interface Route {
  /** As the app has it. */
  path: string;
  /** An address of it. */
  address: (named: Named) => string;
  /** The heading of its screen on a phone. */
  title: string | RegExp;
}

/** The screens of a phone, which open without signal. */
export const OF_PHONES: Route[] = [
  { path: '/', address: () => '/', title: '今天' },
  { path: '/today', address: () => '/today', title: '今天' },
  { path: '/households', address: () => '/households', title: '农户' },
  { path: '/visit/new', address: () => '/visit/new', title: '给哪户记走访？' },
  { path: '/households/:id', address: ({ household }) => `/households/${household}`, title: /^\S+家$/ },
  { path: '/households/:id/flag', address: ({ household }) => `/households/${household}/flag`, title: /^标记风险 · \S+家$/ },
  { path: '/households/:id/request', address: ({ household }) => `/households/${household}/request`, title: /^诉求 · \S+家$/ },
  { path: '/requests/:id', address: ({ request }) => `/requests/${request}`, title: /^诉求 · \S+家$/ },
  { path: '/flags/:id', address: ({ flag }) => `/flags/${flag}`, title: /^风险线索 · \S+家$/ },
  { path: '/households/:id/visit', address: ({ household }) => `/households/${household}/visit`, title: '记一次走访' },
  { path: '/households/:id/case', address: ({ suspected }) => `/households/${suspected}/case`, title: /^识别程序 · \S+家$/ },
  { path: '/households/:id/elimination', address: ({ monitored }) => `/households/${monitored}/elimination`, title: /^风险消除 · \S+家$/ },
  { path: '/households/:id/plan', address: ({ monitored }) => `/households/${monitored}/plan`, title: /^帮扶计划 · \S+家$/ },
  { path: '/households/:id/policies', address: ({ household }) => `/households/${household}/policies`, title: /^政策享受 · \S+家$/ },
  { path: '/households/:id/policies/:what', address: ({ household }) => `/households/${household}/policies/TEMPORARY_AID`, title: '临时救助' },
  { path: '/households/:id/income', address: ({ household }) => `/households/${household}/income`, title: '收入测算' },
  { path: '/visit/new/:id', address: ({ household }) => `/visit/new/${household}`, title: '记一次走访' },
  { path: '/visits/:id', address: ({ visit }) => `/visits/${visit}`, title: /^走访 · \S+家$/ },
  { path: '/visits/:id/correct', address: ({ visit }) => `/visits/${visit}/correct`, title: '补充走访' },
  { path: '/review', address: () => '/review', title: '审核' },
  { path: '/review/team', address: () => '/review/team', title: '请假和在岗' },
  { path: '/review/:id', address: ({ waiting }) => `/review/${waiting}`, title: /^审核 · \S+家$/ },
  { path: '/cases', address: () => '/cases', title: '识别和消除' },
  { path: '/four', address: () => '/four', title: '四不摘' },
  { path: '/four/:id', address: () => '/four/A4', title: 'A4 按时走访' },
  { path: '/handover/:id', address: ({ handover }) => `/handover/${handover}`, title: /^交接 · \S+$/ },
  { path: '/work', address: () => '/work', title: '工作记录' },
  { path: '/work/new', address: () => '/work/new', title: '记一条工作' },
  { path: '/work/:id', address: ({ work }) => `/work/${work}`, title: '一条工作记录' },
  // The person's own name.
  { path: '/me', address: () => '/me', title: /^\p{Script=Han}{2,4}$/u },
  { path: '/me/password', address: () => '/me/password', title: '改密码' },
  { path: '/me/code', address: () => '/me/code', title: '改解锁码' },
  { path: '/me/month', address: () => '/me/month', title: '本月在岗' },
  { path: '/me/phones', address: () => '/me/phones', title: '登录过的手机' },
  { path: '/me/unsent', address: () => '/me/unsent', title: '导出和取回' },
];

/** What stands below `/desk/`. */
const DESK_SCREENS = ['board', 'teams', 'visits', 'four', 'cases', 'requests', 'leaves', 'duties', 'households', 'import', 'configuration', 'accounts'];

/** The screens of a desk. Without signal they say that they need a connection. */
export const OF_DESKS: Omit<Route, 'title'>[] = [
  ...DESK_SCREENS.map((what) => ({ path: '/desk/:what', address: () => `/desk/${what}` })),
  { path: '/desk/cases/:id', address: ({ suspected }) => `/desk/cases/${suspected}` },
  { path: '/desk/duties/:id', address: () => '/desk/duties/SL-01' },
  { path: '/desk/four/:id', address: () => '/desk/four/V001' },
  { path: '/desk/households/:id', address: ({ household }) => `/desk/households/${household}` },
];

/** The lines of the app's own table, as its source has them. */
export async function ownTable(): Promise<string[]> {
  const source = await readFile(resolve('../app/src/screens/root.rs'), 'utf8');
  return [...source.matchAll(/<Route path=path!\("([^"]+)"\)/g)].map(([, path]) => path ?? '');
}

/** Finds something for every address on the phone of the demonstration's leader, and opens a case on the way. */
export async function findAll(page: Page): Promise<Named> {
  const part = (address: string, at: number): string => address.split('/')[at] ?? '';
  const household = part(await firstRow(page, '/households', 'main a.row[href^="/households/"]'), 2);
  const monitored = part(await firstRow(page, '/households?show=monitored', 'main a.row[href^="/households/"]'), 2);
  const visit = part(await firstRow(page, `/households/${monitored}`, 'main a.row[href^="/visits/"]'), 2);
  const waiting = part(await firstRow(page, '/review', 'main a.row[href^="/review/"]'), 2);
  const request = part(await firstRow(page, '/', 'main a.row[href^="/requests/"]'), 2);
  const handover = part(await firstRow(page, '/me', 'main a.row[href^="/handover/"]'), 2);
  const work = part(await firstRow(page, '/work', 'main li a.row[href^="/work/"]'), 2);
  const flag = part(await firstRow(page, '/', 'main a.row[href^="/flags/"]'), 2);
  const suspected = part(await openCase(page), 2);
  return { household, monitored, suspected, visit, waiting, flag, request, handover, work };
}
