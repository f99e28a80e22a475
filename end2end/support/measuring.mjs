// What measurements from the browser share: a server of their own, phones that are watched, figures as lines of JSON.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, devices } from '@playwright/test';

const PROGRAM = resolve(process.env.LEDGER_SERVER ?? '../target/release/server');
export const SITE = resolve(process.env.LEDGER_SITE ?? '../target/site');
const BROWSER = process.env.LEDGER_CHROMIUM ?? '/usr/bin/chromium';
export const CODE = '204861';
const PATIENCE_MS = 120_000;

/** What the page is watched for: the first frame in which each of these is there. */
const MARKS = {
  code: '#code',
  open: 'a.sync',
  sent: 'a.sync .dot.ok',
  list: 'a[href^="/households/"][href$="/visit"]',
  pillars: 'ul.pillars .pillar',
};

/** A server on a free port of loopback, with a database of its own. */
export class Server {
  static async fill(records) {
    const server = new Server();
    server.folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
    server.database = `sqlite:${join(server.folder, 'ledger.db')}`;
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    try {
      if (records > 0) {
        const words = ['bench', '--fill', String(records), '--database', server.database];
        const { stdout } = await promisify(execFile)(PROGRAM, words);
        const [staff, password, households, visits] = stdout.trim().split('\t');
        Object.assign(server, { staff, password, households: Number(households), visits: Number(visits) });
      }
      await server.start();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  async start() {
    const words = ['serve', '--listen', `127.0.0.1:${this.port}`, '--database', this.database, '--site', SITE];
    this.child = spawn(PROGRAM, [...words, '--log-level', 'warn'], { stdio: ['ignore', 'ignore', 'inherit'] });
    for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) {
      if (this.child.exitCode !== null) break;
      const reply = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (reply?.ok) return;
    }
    throw new Error('the server did not become ready');
  }

  async end() {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  }

  async remove() {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
export const round = (value, digits) => Number(value.toFixed(digits));
export const spread = (numbers) => `${numbers.length} runs, ${round(Math.min(...numbers), 2)} to ${round(Math.max(...numbers), 2)}`;

export function print(figure, value, unit, how) {
  console.log(JSON.stringify({ figure, value, unit, how }));
}

/** Runs in every page before its own scripts: notes when each mark is first on the screen. */
function watchMarks(marks) {
  const seen = (globalThis.seen = {});
  addEventListener('submit', () => {
    for (const name of Object.keys(seen)) delete seen[name];
    seen.submit = performance.now();
  }, true);
  addEventListener('click', () => (seen.tap = performance.now()), true);
  const look = () => {
    for (const [name, selector] of Object.entries(marks)) {
      // The next frame begins when the one with the mark has been painted.
      if (!(name in seen) && document.querySelector(selector)) requestAnimationFrame(() => (seen[name] ??= performance.now()));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export const until = async (page, name) => {
  const found = await page.waitForFunction((name) => globalThis.seen[name], name, { timeout: PATIENCE_MS });
  return found.jsonValue();
};
export const seenBy = (page, name) => page.evaluate((name) => globalThis.seen[name], name);

/** A phone of its own that knows nobody yet. */
export async function newPhone(browser, server) {
  const context = await browser.newContext({
    ...devices['Pixel 5'],
    viewport: { width: 360, height: 740 },
    baseURL: server.url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(watchMarks, MARKS);
  return context;
}

/**
 * Signs in and sets the unlock code; gives the page and the milliseconds until everything was there. `before` may do
 * something to the page when all that is left is the tap.
 */
export async function firstSync(context, server, before = async () => {}) {
  const page = await context.newPage();
  await page.goto('/');
  await page.fill('#staff', server.staff);
  await page.fill('#password', server.password);
  await page.click('button[type=submit]');
  await page.waitForSelector('#again');
  await page.fill('#code', CODE);
  await page.fill('#again', CODE);
  await before(page);
  await page.click('button[type=submit]');
  const sent = await until(page, 'sent');
  return { page, ms: sent - (await seenBy(page, 'submit')), loading: sent - (await seenBy(page, 'open')) };
}

/** The browser that everything is measured in. */
export const launch = () =>
  chromium.launch({
    executablePath: BROWSER,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
