// Every screen of the product, as a list: what it is called and how it is reached.
import { expect, type Page } from '@playwright/test';
import { REGISTER } from './districts.ts';
import { inStep, onToday, syncLine } from './person.ts';
import { cameraPhoto } from './photos.ts';
import { sayWork, tick } from './visits.ts';

/** One screen. `open` ends when it shows what it is for. */
export interface Screen {
  name: string;
  open: (page: Page) => Promise<void>;
}

/** A screen at a fixed address. */
function at(name: string, address: string, title: string | RegExp): Screen {
  return {
    name,
    open: async (page) => {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1, name: title }).first()).toBeVisible();
    },
  };
}

/** The address of the first row of a list. */
export async function firstRow(page: Page, list: string, rows: string): Promise<string> {
  await page.goto(list);
  const row = page.locator(rows).first();
  await expect(row).toBeVisible();
  return (await row.getAttribute('href')) ?? '';
}

/** Confirms the first flag that waits for the leader; gives the address of the case that this opens. */
export async function openCase(page: Page): Promise<string> {
  await page.goto(await firstRow(page, '/', 'main a.row[href^="/flags/"]'));
  await page.getByRole('button', { name: '确认有风险' }).click();
  const link = page.getByRole('link', { name: '看识别进度' });
  await expect(link).toBeVisible();
  await inStep(page);
  return (await link.getAttribute('href')) ?? '';
}

/** A household with much to show: a monitored one where there is one. */
async function aHousehold(page: Page): Promise<string> {
  await page.goto('/households');
  const rows = page.locator('main a.row[href^="/households/"]');
  await expect(rows.first()).toBeVisible();
  for (const tier of ['监测户', '重点户', '脱贫户']) {
    const row = rows.filter({ hasText: tier }).first();
    if (await row.isVisible()) return (await row.getAttribute('href')) ?? '';
  }
  return (await rows.first().getAttribute('href')) ?? '';
}

async function openForm(page: Page): Promise<void> {
  await page.goto(`${await aHousehold(page)}/visit`);
  await expect(page.getByRole('heading', { level: 1, name: '记一次走访' })).toBeVisible();
}

/** Sends a workbook of this kind to be checked; ends at its report. */
export async function checkBook(page: Page, kind: string, file: string): Promise<void> {
  await page.goto('/desk/import');
  await page.locator('label, legend').filter({ hasText: new RegExp(`^${kind}$`) }).first().click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: '上传核对' }).click();
  await expect(page.getByRole('heading', { name: '核对结果' })).toBeVisible({ timeout: 30_000 });
}

/** Sends the register of two villages to be checked; ends at its report. */
export const checkRegister = (page: Page): Promise<void> => checkBook(page, '农户', REGISTER);

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
  at('cases-team', '/cases', '识别和消除'),
  at('month', '/me/month', '本月在岗'),
  at('work', '/work', '工作记录'),
  at('work-new', '/work/new?kind=UNIT_MONEY', '记一条工作'),
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
