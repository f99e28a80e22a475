// Screens that a leader has besides a member's.
import { expect } from '@playwright/test';
import { syncLine } from '../person.ts';
import { tick } from '../visits.ts';
import { aHousehold, at, firstRow, openCase, type Screen } from './reach.ts';

/** What a leader sees besides. */
export const OF_A_LEADER: Screen[] = [
  {
    name: 'today-leader',
    open: async (page) => {
      await page.goto('/');
      await expect(page.getByRole('heading', { name: /^等我审核/ })).toBeVisible();
      await expect(syncLine(page)).toHaveText('已全部送达');
    },
  },
  {
    name: 'flag',
    open: async (page) => {
      await page.goto(await firstRow(page, '/', 'main a.row[href^="/flags/"]'));
      await expect(page.getByRole('button', { name: '确认有风险' })).toBeVisible();
    },
  },
  {
    name: 'flag-decide',
    open: async (page) => {
      await page.goto(await firstRow(page, '/', 'main a.row[href^="/flags/"]'));
      await page.getByRole('button', { name: '其他处理' }).click();
      await page.getByRole('dialog').locator('label.chip', { hasText: '先观察' }).click();
      await expect(page.getByRole('dialog').getByLabel('哪天再看')).toBeVisible();
    },
  },
  at('team-days', '/review/team', '请假和在岗'),
  at('review', '/review', '审核'),
  at('review-same', '/review?show=same', '审核'),
  at('review-returned', '/review?show=returned', '审核'),
  {
    name: 'plan',
    open: async (page) => {
      await page.goto(await firstRow(page, '/households?show=monitored', 'main a.row[href^="/households/"]'));
      await page.getByRole('region', { name: '帮扶计划' }).getByRole('link').click();
      await page.getByText('加一条措施').click();
      await tick(page.locator('form#measure'), '产业帮扶');
      await expect(page.getByLabel('具体做什么')).toBeVisible();
    },
  },
  {
    name: 'policies',
    open: async (page) => {
      await page.goto(`${await aHousehold(page)}/policies`);
      await expect(page.getByRole('region', { name: '全家' }).getByRole('listitem').first()).toBeVisible();
    },
  },
  {
    name: 'policy-form',
    open: async (page) => {
      await page.goto(`${await aHousehold(page)}/policies/TEMPORARY_AID`);
      await tick(page.locator('form#policy'), '依规停发');
      await expect(page.getByRole('textbox', { name: '停发原因' })).toBeVisible();
    },
  },
  {
    name: 'request-form',
    open: async (page) => {
      await page.goto(`${await aHousehold(page)}/request`);
      await tick(page.locator('form#request'), '道路');
      await expect(page.getByLabel('户里怎么说')).toBeVisible();
    },
  },
  {
    name: 'request',
    open: async (page) => {
      await page.goto('/');
      await page.getByRole('region', { name: /^要办要告知的诉求/ }).getByRole('link').first().click();
      await expect(page.getByRole('region', { name: '经过' })).toBeVisible();
    },
  },
  {
    name: 'nomination',
    open: async (page) => {
      await page.goto(await firstRow(page, '/households?show=monitored', 'main a.row[href^="/households/"]'));
      await page.getByRole('region', { name: '风险消除' }).getByRole('link').click();
      await tick(page.locator('form#step'), '帮扶后消除');
      await expect(page.getByRole('region', { name: '条件' })).toBeVisible();
    },
  },
  {
    name: 'review-one',
    open: async (page) => {
      await page.goto(await firstRow(page, '/review', 'main a.row[href^="/review/"]'));
      await expect(page.getByRole('button', { name: '通过', exact: true })).toBeVisible();
    },
  },
  {
    name: 'review-return',
    open: async (page) => {
      await page.goto(await firstRow(page, '/review', 'main a.row[href^="/review/"]'));
      await page.getByRole('button', { name: '退回', exact: true }).click();
      await expect(page.getByRole('dialog').getByLabel('说一句')).toBeVisible();
    },
  },
  {
    // The last of them: it opens a case on the flag that others show.
    name: 'case',
    open: async (page) => {
      await page.goto(await openCase(page));
      await expect(page.locator('form#step')).toBeVisible();
    },
  },
];

/** What a leader sees of two members who `disagree`. */
export const TWO_VALUES: Screen = {
  name: 'household-two-values',
  open: async (page) => {
    await page.goto('/');
    await page.getByRole('link', { name: /两个说法/ }).first().click();
    await expect(page.getByRole('region', { name: '两个说法，等选定' })).toBeVisible();
  },
};
