// Screens at a desk: the district's office, its administration, the administrator.
import { expect } from '@playwright/test';
import { at, checkRegister, type Screen } from './reach.ts';

/** What the district office sees, once it has signed in. */
export const OF_THE_OFFICE: Screen[] = [
  {
    name: 'board',
    open: async (page) => {
      await page.goto('/');
      await expect(page.getByRole('heading', { name: /^走访记录走到哪一步/ })).toBeVisible();
    },
  },
  {
    name: 'teams',
    open: async (page) => {
      await page.goto('/desk/teams');
      await expect(page.getByRole('row').nth(62)).toBeVisible();
    },
  },
  {
    name: 'teams-end',
    open: async (page) => {
      await page.goto('/desk/teams');
      await page.getByRole('button', { name: /^结束原因：/ }).first().click();
      await expect(page.getByRole('dialog').getByLabel('谁来接替')).toBeVisible();
    },
  },
  {
    name: 'four-map',
    open: async (page) => {
      await page.goto('/desk/four');
      await expect(page.getByRole('link', { name: /^垭古村/ })).toBeVisible({ timeout: 20_000 });
    },
  },
  {
    name: 'four-village',
    open: async (page) => {
      await page.goto('/desk/four/V001');
      await expect(page.getByRole('heading', { level: 1, name: '万宝镇垭古村' })).toBeVisible();
    },
  },
  {
    name: 'visit-list',
    open: async (page) => {
      await page.goto('/desk/visits');
      await expect(page.getByText(/^共 \d+ 条$/)).toBeVisible();
    },
  },
  {
    name: 'leaves-desk',
    open: async (page) => {
      await page.goto('/desk/leaves');
      await expect(page.getByRole('region', { name: /^等这里批的/ })).toBeVisible();
    },
  },
  at('import', '/desk/import', '导入'),
  {
    name: 'import-report',
    open: checkRegister,
  },
  {
    name: 'me-desk',
    open: async (page) => {
      await page.goto('/me');
      await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible();
    },
  },
];

/** What the district's administration sees: cases. */
export const OF_THE_DISTRICT: Screen[] = [
  {
    name: 'cases',
    open: async (page) => {
      await page.goto('/desk/cases');
      await expect(page.getByRole('region', { name: '逐户', exact: true }).getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'case-desk',
    open: async (page) => {
      await page.goto('/desk/cases');
      await page.getByRole('region', { name: '逐户', exact: true }).getByRole('row').nth(1).getByRole('link').click();
      await expect(page.getByRole('region', { name: '办过的步骤' })).toBeVisible();
    },
  },
  {
    name: 'requests-desk',
    open: async (page) => {
      await page.goto('/desk/requests');
      await expect(page.getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'duties-desk',
    open: async (page) => {
      await page.goto('/desk/duties');
      await expect(page.getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'duty-desk',
    open: async (page) => {
      await page.goto('/desk/duties/SL-01');
      await expect(page.locator('form#duty-update')).toBeVisible();
    },
  },
  {
    name: 'households-desk',
    open: async (page) => {
      await page.goto('/desk/households?village=V001');
      await expect(page.getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'household-desk',
    open: async (page) => {
      await page.goto('/desk/households?village=V001');
      await page.getByRole('row').nth(1).getByRole('link').click();
      await expect(page.getByRole('region', { name: /^家里人/ })).toBeVisible();
    },
  },
  {
    name: 'configuration',
    open: async (page) => {
      await page.goto('/desk/configuration');
      await expect(page.getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'configuration-draft',
    open: async (page) => {
      await page.goto('/desk/configuration');
      await page.getByRole('button', { name: /^改：A1/ }).click();
      await expect(page.locator('form#edition').getByLabel('中文说法')).toBeVisible();
    },
  },
];

/** What the administrator sees besides. */
export const OF_THE_ADMINISTRATOR: Screen[] = [
  {
    name: 'accounts',
    open: async (page) => {
      await page.goto('/desk/accounts');
      await expect(page.getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'accounts-invite',
    open: async (page) => {
      await page.goto('/desk/accounts');
      await page.getByRole('button', { name: /发邀请码/ }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'accounts-phones',
    open: async (page) => {
      await page.goto('/desk/accounts');
      await page.getByRole('button', { name: /的手机$/ }).first().click();
      await expect(page.getByRole('dialog').getByText(/还没有手机连上过|手机/).last()).toBeVisible();
    },
  },
];
