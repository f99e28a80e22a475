// Screens before the sign-in, and those of a member.
import { expect } from '@playwright/test';
import { onToday, syncLine } from '../person.ts';
import { cameraPhoto } from '../photos.ts';
import { sayWork, tick } from '../visits.ts';
import { aHousehold, at, firstRow, openForm, type Screen } from './reach.ts';

/** Before anybody has signed in. */
export const AT_THE_GATE: Screen[] = [
  {
    name: 'sign-in',
    open: async (page) => {
      await page.goto('/');
      await expect(page.getByLabel('密码')).toBeVisible();
    },
  },
  {
    name: 'sign-in-refused',
    open: async (page) => {
      await page.goto('/');
      await page.getByLabel('工号').fill('P999');
      await page.getByLabel('密码').fill('not the password');
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'enrol',
    open: async (page) => {
      await page.goto('/');
      await page.getByRole('button', { name: '第一次用？用邀请码开通' }).click();
      await expect(page.getByLabel('邀请码')).toBeVisible();
    },
  },
  {
    name: 'wiped',
    open: async (page) => {
      await page.goto('/');
      await page.evaluate(() => localStorage.setItem('ledger.wiped', 'true'));
      await page.reload();
      await expect(page.getByRole('heading', { level: 1, name: /这部手机停用了/ })).toBeVisible();
      // The next screen starts as if nothing had been.
      await page.evaluate(() => localStorage.removeItem('ledger.wiped'));
    },
  },
  at('about', '/about', '关于'),
  at('help', '/help', '使用指南'),
  at('paper-blank-visit', '/papers/blank-visit', '入户走访记录'),
  at('paper-blank-notice', '/papers/blank-form/NOTICE', '公示'),
  at('paper-blank-assess', '/papers/blank-form/ASSESS', /^附表10/),
];

/** What a member sees. */
export const OF_A_MEMBER: Screen[] = [
  {
    name: 'today',
    open: async (page) => {
      await page.goto('/');
      await onToday(page);
      await expect(page.getByRole('region', { name: /^该走访/ }).getByRole('listitem').first()).toBeVisible();
      await expect(syncLine(page)).toHaveText('已全部送达');
    },
  },
  at('households', '/households', '农户'),
  {
    name: 'households-found',
    open: async (page) => {
      await page.goto('/households');
      await page.getByRole('searchbox').fill('3');
      await expect(page.getByRole('listitem').first()).toBeVisible();
    },
  },
  {
    name: 'households-none',
    open: async (page) => {
      await page.goto('/households?q=zzzz');
      await expect(page.getByText('没有找到')).toBeVisible();
    },
  },
  at('pick', '/visit/new', '给哪户记走访？'),
  {
    name: 'household',
    open: async (page) => {
      await page.goto(await aHousehold(page));
      await expect(page.getByRole('region', { name: '最近走访' })).toBeVisible();
    },
  },
  {
    name: 'flag-form',
    open: async (page) => {
      await page.goto(`${await aHousehold(page)}/flag`);
      await tick(page, '大额医药费');
      await tick(page, '很急');
      await expect(page.getByText('先帮人，手续后补')).toBeVisible();
    },
  },
  {
    name: 'households-flagged',
    open: async (page) => {
      await page.goto('/households?show=flagged');
      await expect(page.getByRole('button', { name: /^有风险线索/ })).toBeVisible();
    },
  },
  { name: 'visit-form', open: openForm },
  {
    name: 'income-form',
    open: async (page) => {
      await page.goto(`${await aHousehold(page)}/income`);
      await expect(page.getByRole('heading', { level: 1, name: '收入测算' })).toBeVisible();
      await page.getByLabel('外出务工').fill('26000');
      await page.getByLabel('种植').fill('3,000');
      await page.getByLabel('捐赠').fill('4000');
      await expect(page.locator('.dock .result')).toContainText('人均');
    },
  },
  {
    name: 'visit-form-filled',
    open: async (page) => {
      await openForm(page);
      await tick(page, '没活干');
      await page.getByLabel('谈话内容').fill('老二上个月从工地回来，还没有找到活。');
      await sayWork(page, '县城工地');
      await page.getByLabel('哪一项').selectOption({ label: '健康状况' });
      await page.getByRole('button', { name: /时间和方式/ }).click();
      await page.getByLabel('哪天去的').fill('2026-11-02');
      await expect(page.getByText('草稿已存手机')).toBeVisible();
    },
  },
  {
    name: 'visit-form-photos',
    open: async (page) => {
      await openForm(page);
      await page.locator('#photo-gallery').setInputFiles([await cameraPhoto(page, 21), await cameraPhoto(page, 22)]);
      await expect(page.locator('.photos img')).toHaveCount(2);
      await page.locator('.photos').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'visit-form-refused',
    open: async (page) => {
      // Another household than the filled form's, whose draft would be gone on with.
      await page.goto('/households');
      await page.locator('main a.row[href^="/households/"]').last().click();
      await page.getByRole('link', { name: '记一次走访' }).last().click();
      await tick(page.getByRole('group', { name: '为什么去' }), '日常走访');
      await page.getByRole('button', { name: '保存', exact: true }).click();
      await expect(page.getByText('请选一个走访目的。')).toBeVisible();
    },
  },
  {
    name: 'visit',
    open: async (page) => {
      await page.goto(await firstRow(page, await aHousehold(page), 'a.row[href^="/visits/"]'));
      await expect(page.getByRole('region', { name: '经过' })).toBeVisible();
    },
  },
  {
    name: 'visit-correct',
    open: async (page) => {
      await page.goto(await firstRow(page, '/', 'main a.row[href^="/visits/"][href$="/correct"]'));
      await expect(page.getByText(/^队长退回/)).toBeVisible();
    },
  },
  {
    name: 'four',
    open: async (page) => {
      await page.goto('/four');
      await expect(page.getByRole('heading', { name: /^先办这几件/ })).toBeVisible();
    },
  },
  at('four-pillar', '/four/FNR_POLICY', '政策'),
  at('four-line', '/four/A4', 'A4 按时走访'),
  at('four-posts', '/four/R1?village=V001', 'R1 责任人都到位'),
  at('cases-team', '/cases', '识别和消除'),
  at('month', '/me/month', '本月在岗'),
  at('work', '/work', '工作记录'),
  at('work-new', '/work/new?kind=UNIT_MONEY', '记一条工作'),
  at('work-post', '/work/new?post=VILLAGE_SECRETARY', '记一条工作'),
  {
    name: 'work-one',
    open: async (page) => {
      await page.goto(await firstRow(page, '/work', 'main li a.row[href^="/work/"]'));
      await expect(page.getByRole('heading', { level: 1, name: '一条工作记录' })).toBeVisible();
    },
  },
  {
    name: 'handover',
    open: async (page) => {
      await page.goto(await firstRow(page, '/me', 'main a.row[href^="/handover/"]'));
      await expect(page.getByRole('heading', { level: 1, name: /^交接 · / })).toBeVisible();
      await expect(page.getByRole('region', { name: '双方签字' })).toBeVisible();
    },
  },
  {
    name: 'four-one',
    open: async (page) => {
      await page.goto(await firstRow(page, '/four', 'main a.row[href^="/four/"]'));
      await expect(page.getByRole('heading', { name: '怎么办' })).toBeVisible();
    },
  },
  {
    name: 'four-screening',
    open: async (page) => {
      await page.goto('/four/S1');
      await page.locator('main a.row[href^="/four/S1"]').first().click();
      await expect(page.getByRole('heading', { level: 1, name: /^S1/ })).toBeVisible();
    },
  },
  {
    name: 'me',
    open: async (page) => {
      await page.goto('/me');
      await expect(page.getByRole('heading', { name: '送达情况' })).toBeVisible();
      await expect(page.getByText('上次连上')).toBeVisible();
    },
  },
  {
    name: 'me-leave',
    open: async (page) => {
      await page.goto('/me');
      await page.getByRole('button', { name: '退出登录' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  at('password', '/me/password', '改密码'),
  at('code', '/me/code', '改解锁码'),
  at('unsent', '/me/unsent', '导出和取回'),
  {
    name: 'phones',
    open: async (page) => {
      await page.goto('/me/phones');
      await expect(page.getByRole('region', { name: '我的' }).getByText('手上这部')).toBeVisible();
    },
  },
  at('not-here', '/households/6f1c0000-0000-5000-8000-000000000000', '这里没有这条资料'),
  at('no-such-page', '/nowhere', '没有这一页'),
];
