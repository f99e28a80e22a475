// Figures seen from the browser, as lines of JSON: first load, first sync, start without signal.
// `node bench.mjs [load] [sync] [offline]`; LEDGER_SERVER, LEDGER_SITE and LEDGER_CHROMIUM name the parts.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, devices } from '@playwright/test';

const PROGRAM = resolve(process.env.LEDGER_SERVER ?? '../target/release/server');
const SITE = resolve(process.env.LEDGER_SITE ?? '../target/site');
const BROWSER = process.env.LEDGER_CHROMIUM ?? '/usr/bin/chromium';
const CODE = '204861';
const SLOWER = 4;
const STARTS = 5;
const SYNCS = 3;
const PATIENCE_MS = 120_000;

/** What the page is watched for: the first frame in which each of these is there. */
const MARKS = {
  code: '#code',
  open: 'a.sync',
  sent: 'a.sync .dot.ok',
  list: 'a[href^="/households/"][href$="/visit"]',
};

/** A server on a free port of loopback, with a database of its own. */
class Server {
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

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const round = (value, digits) => Number(value.toFixed(digits));
const spread = (numbers) => `${numbers.length} runs, ${round(Math.min(...numbers), 2)} to ${round(Math.max(...numbers), 2)}`;

function print(figure, value, unit, how) {
  console.log(JSON.stringify({ figure, value, unit, how }));
}

/** Bytes of a body as transferred to a client that takes brotli. */
function transferred(url) {
  return new Promise((done, fail) => {
    const request = get(url, { headers: { 'accept-encoding': 'br' } }, (reply) => {
      let bytes = 0;
      const parts = [];
      reply.on('data', (part) => ((bytes += part.length), parts.push(part)));
      reply.on('end', () => {
        if (reply.statusCode === 200) done({ bytes, encoding: reply.headers['content-encoding'] ?? 'none' });
        else fail(new Error(`${url} answers ${reply.statusCode}`));
      });
    });
    request.on('error', fail);
  });
}

function kindOf(path) {
  const ending = path.split('.').pop();
  return { html: 'html', js: 'js', wasm: 'wasm', css: 'css' }[ending] ?? 'other';
}

/** Everything that the service worker keeps, and the worker itself. */
async function load() {
  const server = await Server.fill(0);
  try {
    const worker = await (await fetch(`${server.url}/sw.js`)).text();
    const shell = JSON.parse(worker.match(/^const SHELL = (.*);$/m)[1]);
    const files = [shell.document, ...shell.own, ...shell.files].map((file) => file.path);
    const sums = { html: 0, js: 0, wasm: 0, css: 0, other: 0 };
    for (const path of [...files, '/sw.js']) {
      sums[kindOf(path)] += (await transferred(server.url + path)).bytes;
    }
    const { profile } = JSON.parse(await readFile(join(SITE, 'assets.json'), 'utf8'));
    const how = `bodies as transferred with Accept-Encoding: br, of the ${files.length} files that the service worker keeps and the worker; ${profile} site`;
    for (const [kind, bytes] of Object.entries(sums)) print(`first_load_bytes_${kind}`, bytes, 'bytes', how);
    const total = Object.values(sums).reduce((sum, bytes) => sum + bytes, 0);
    print('first_load_bytes_total', total, 'bytes', how);
  } finally {
    await server.remove();
  }
}

/** Runs in every page before its own scripts: notes when each mark is first on the screen. */
function watchMarks(marks) {
  const seen = (globalThis.seen = {});
  addEventListener('submit', () => {
    for (const name of Object.keys(seen)) delete seen[name];
    seen.submit = performance.now();
  }, true);
  const look = () => {
    for (const [name, selector] of Object.entries(marks)) {
      // The next frame begins when the one with the mark has been painted.
      if (!(name in seen) && document.querySelector(selector)) requestAnimationFrame(() => (seen[name] ??= performance.now()));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const until = async (page, name) => {
  const found = await page.waitForFunction((name) => globalThis.seen[name], name, { timeout: PATIENCE_MS });
  return found.jsonValue();
};
const seenBy = (page, name) => page.evaluate((name) => globalThis.seen[name], name);

/** A phone of its own that knows nobody yet. */
async function newPhone(browser, server) {
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

/** Signs in and sets the unlock code; gives the page and the milliseconds until everything was there. */
async function firstSync(context, server) {
  const page = await context.newPage();
  await page.goto('/');
  await page.fill('#staff', server.staff);
  await page.fill('#password', server.password);
  await page.click('button[type=submit]');
  await page.waitForSelector('#again');
  await page.fill('#code', CODE);
  await page.fill('#again', CODE);
  await page.click('button[type=submit]');
  const sent = await until(page, 'sent');
  return { page, ms: sent - (await seenBy(page, 'submit')), loading: sent - (await seenBy(page, 'open')) };
}

async function sync(browser) {
  for (const records of [1_000, 10_000]) {
    const server = await Server.fill(records);
    try {
      const whole = [];
      const loading = [];
      for (let run = 0; run < SYNCS; run += 1) {
        const phone = await newPhone(browser, server);
        const timed = await firstSync(phone, server);
        whole.push(timed.ms / 1_000);
        loading.push(timed.loading / 1_000);
        await phone.close();
      }
      const how = `${server.households} households and ${server.visits} visits, from the tap that sets the unlock code to "all sent", key derivation included; from the open store ${round(median(loading), 2)} s; Chromium on loopback, median of ${spread(whole)}`;
      print(`first_sync_${records}_records`, round(median(whole), 2), 's', how);
    } finally {
      await server.remove();
    }
  }
}

/** Milliseconds of work that is always the same. */
const effort = (page) =>
  page.evaluate(() => {
    const start = performance.now();
    let sum = 0;
    for (let at = 0; at < 2e7; at += 1) sum += at % 7;
    return sum > 0 ? performance.now() - start : 0;
  });

/** A new page on a slow machine without network. */
async function slowPage(phone) {
  const page = await phone.newPage();
  const session = await phone.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto('/');
  return page;
}

async function lock(page) {
  await page.goto('/me');
  await page.getByRole('button', { name: '现在锁上' }).click();
  await page.waitForSelector('#code');
  await page.close();
}

async function offline(browser) {
  const server = await Server.fill(1_100);
  const times = { asked: [], shown: [], reopened: [] };
  const efforts = { usual: [], slowed: [] };
  try {
    const phone = await newPhone(browser, server);
    const { page } = await firstSync(phone, server);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await phone.setOffline(true);
    await server.end();
    for (let start = 0; start < STARTS; start += 1) efforts.usual.push(await effort(page));
    await lock(page);
    for (let start = 0; start < STARTS; start += 1) {
      const locked = await slowPage(phone);
      times.asked.push((await until(locked, 'code')) / 1_000);
      await locked.fill('#code', CODE);
      await locked.click('button[type=submit]');
      const shown = await until(locked, 'list');
      times.shown.push((shown - (await seenBy(locked, 'submit'))) / 1_000);
      efforts.slowed.push(await effort(locked));
      await locked.close();
      const again = await slowPage(phone);
      times.reopened.push((await until(again, 'list')) / 1_000);
      await lock(again);
    }
    const slowed = round(median(efforts.slowed) / median(efforts.usual), 1);
    const how = `${server.households} households and ${server.visits} visits, no network and the server ended, CPU slowed ${SLOWER}x by the browser (a loop of script took ${slowed} times as long)`;
    const tell = (name, list, what) =>
      print(name, round(median(list), 2), 's', `${how}; ${what}; median of ${spread(list)}`);
    tell('offline_unlock_to_today', times.shown, 'from the tap on "unlock" to the list of Today, key derivation included');
    tell('offline_start_to_unlock', times.asked, 'from the start of a new page to the field for the code');
    tell('offline_reopen_to_today', times.reopened, 'from the start of a new page, unlocked within the hour, to the list of Today');
    await phone.close();
  } finally {
    await server.remove();
  }
}

const chosen = new Set(process.argv.slice(2));
const wants = (name) => chosen.size === 0 || chosen.has(name);
const launch = () =>
  chromium.launch({
    executablePath: BROWSER,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });

if (wants('load')) await load();
if (wants('sync') || wants('offline')) {
  const browser = await launch();
  try {
    if (wants('sync')) await sync(browser);
    if (wants('offline')) await offline(browser);
  } finally {
    await browser.close();
  }
}
