// Ten days in the mountains: the session is over, the phone was off; work goes on, and one sign-in over the open form sends it.
import { Handset } from './support/handset.ts';
import { enrolled, inStep, onToday, PASSWORD, syncLine, unlock } from './support/person.ts';
import { expect, test as base } from './support/test.ts';
import { dueHouseholds, dueRow, save, toToday } from './support/visits.ts';

const test = base.extend<{ handset: Handset }>({
  handset: async ({ ledger }, use) => {
    const handset = await Handset.buy(ledger.url);
    await use(handset);
    await handset.discard();
    expect(handset.complaints, 'what the console said').toEqual([]);
  },
});

const DAY_MS = 24 * 60 * 60 * 1000;

test.setTimeout(180_000);

test('ten days without signal, the session over: unlock, work, and one sign-in without leaving the form', async ({ codes, handset, ledger }) => {
  const began = Date.now();
  const on = (days: number): Date => new Date(began + days * DAY_MS);
  const serverOn = async (days: number): Promise<void> => {
    await ledger.interrupt();
    await ledger.resume({ LEDGER_TEST_DAYS_AHEAD: String(days) });
  };
  await enrolled(await handset.open(), 'P002', codes.get('P002'));

  await test.step('three weeks of ordinary work keep the session alive', async () => {
    for (const days of [11, 21]) {
      await handset.close();
      await serverOn(days);
      const page = await handset.open({ clock: on(days) });
      await page.goto('/');
      await unlock(page);
      await onToday(page);
      await inStep(page);
    }
  });

  // A month after the sign-in the session is over, whatever happened since; the phone does not know it yet.
  await handset.close();
  await serverOn(31);
  const page = await handset.open({ offline: true, clock: on(31) });

  await test.step('the phone was off and has no signal: the code opens it, and work is kept', async () => {
    await page.goto('/');
    await unlock(page);
    await onToday(page);
    const [first] = await dueHouseholds(page, 1);
    if (!first) throw new Error('no household is due');
    await dueRow(page, first).click();
    await page.getByRole('button', { name: /^情况无变化/ }).click();
    await save(page);
    await toToday(page);
    await expect(syncLine(page)).toContainText('1 条待送');
  });

  const note = page.getByLabel('谈话内容');
  await test.step('a form is open when the signal comes back, and says that the session has ended', async () => {
    const second = (await dueHouseholds(page, 1))[0];
    if (!second) throw new Error('no second household is due');
    await dueRow(page, second).click();
    await page.getByRole('button', { name: /^情况无变化/ }).click();
    await note.fill('山里下了十天雨，路断了。');
    await expect(page.getByText('草稿已存手机')).toBeVisible();
    await page.context().setOffline(false);
    await expect(page.getByText('登录过期了，重新登录后就能送出')).toBeVisible({ timeout: 20_000 });
    await expect(note).toHaveValue('山里下了十天雨，路断了。');
  });

  await test.step('one sign-in over the form; the queue flushes, and the form is as it was', async () => {
    await page.getByRole('button', { name: '重新登录' }).click();
    const sheet = page.getByRole('dialog', { name: '重新登录' });
    await sheet.getByLabel('密码').fill('不是这个密码一二三四');
    await sheet.getByRole('button', { name: '登录', exact: true }).click();
    await expect(sheet.getByRole('alert')).toContainText('工号或密码不对');
    await sheet.getByLabel('密码').fill(PASSWORD);
    const sent = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/sync') && reply.status() === 200);
    await sheet.getByRole('button', { name: '登录', exact: true }).click();
    await sent;
    await expect(sheet).toBeHidden();
    await expect(page.getByText('登录过期了')).toBeHidden();
    await expect(note).toHaveValue('山里下了十天雨，路断了。');
    await expect(page.getByRole('button', { name: /^情况无变化/ })).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('the second visit is saved from the same form, and everything is sent', async () => {
    await save(page);
    await toToday(page);
    await inStep(page);
  });
});
