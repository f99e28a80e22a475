// Figures seen from the browser, as lines of JSON: first load, first sync, start without signal, the four not-removes.
// `node bench.mjs [load] [sync] [offline] [four]`; LEDGER_SERVER, LEDGER_SITE and LEDGER_CHROMIUM name the parts.
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import {
  CODE, firstSync, launch, median, newPhone, print, round, seenBy, Server, SITE, spread, until,
} from './support/measuring.mjs';

const SLOWER = 4;
const STARTS = 5;
const SYNCS = 3;
/** Visits after each of which the four not-removes are computed anew. */
const VISITS = 3;
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

/** A phone that has everything and its first page, without network and with the server ended. */
async function cutOff(browser, server) {
  const phone = await newPhone(browser, server);
  const { page } = await firstSync(phone, server);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await phone.setOffline(true);
  await server.end();
  return { phone, page };
}

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
    const { phone, page } = await cutOff(browser, server);
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

/** Logs a visit without changes to the first household that is due, and goes back to Today. */
async function visitOne(page) {
  await page.click('nav a[href="/"]');
  await page.locator('a.row[href^="/households/"][href$="/visit"]').filter({ hasNotText: '监测户' }).first().click();
  await page.getByRole('button', { name: /^情况无变化/ }).click();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('link', { name: '回今天，去下一户' }).click();
}

/** Logs a visit and opens the four not-removes; how long the rules ran over all records, in milliseconds. */
async function computedAnew(page) {
  const last = () => performance.getEntriesByName('four-not-removes', 'measure').at(-1);
  const before = await page.evaluate(`(${last})().startTime`);
  await visitOne(page);
  await page.click('nav a[href="/four"]');
  const anew = await page.waitForFunction(`(${last})().startTime > ${before} && (${last})().duration`);
  return anew.jsonValue();
}

/** The four not-removes of one village on a slow phone without network: the rules alone when a page has just started, and after
 * each of some visits, and from the tap to the pillars. */
async function four(browser) {
  const server = await Server.fill(1_500);
  const times = { computed: [], again: [], drawn: [] };
  try {
    const { phone, page } = await cutOff(browser, server);
    await page.close();
    for (let start = 0; start < STARTS; start += 1) {
      const slow = await slowPage(phone);
      await until(slow, 'list');
      await slow.click('nav a[href="/four"]');
      const drawn = await until(slow, 'pillars');
      times.drawn.push(drawn - (await seenBy(slow, 'tap')));
      times.computed.push(await slow.evaluate(() => performance.getEntriesByName('four-not-removes', 'measure').at(-1).duration));
      for (let visit = 0; visit < VISITS; visit += 1) {
        times.again.push(await computedAnew(slow));
      }
      await slow.close();
    }
    const how = `one village of ${server.households} households with ${server.visits} visits, no network, CPU slowed ${SLOWER}x by the browser`;
    const tell = (name, list, what) => print(name, round(median(list), 2), 'ms', `${how}; ${what}; median of ${spread(list)}`);
    tell('four_one_village_computed', times.computed, 'the rules over all records for the first time in a page that has just started, as the page measured itself; aim at most 50 ms');
    tell('four_one_village_computed_again', times.again, `the same after each of ${VISITS} visits in that page; aim at most 50 ms`);
    tell('four_tab_to_pillars', times.drawn, 'from the tap on the tab to the first frame with the pillars');
    await phone.close();
  } finally {
    await server.remove();
  }
}

const chosen = new Set(process.argv.slice(2));
const wants = (name) => chosen.size === 0 || chosen.has(name);
if (wants('load')) await load();
if (wants('sync') || wants('offline') || wants('four')) {
  const browser = await launch();
  try {
    if (wants('sync')) await sync(browser);
    if (wants('offline')) await offline(browser);
    if (wants('four')) await four(browser);
  } finally {
    await browser.close();
  }
}
