// What a sync costs, as lines of JSON: time and bytes, and beside each the floor on the same machine in the same run.
//
// The floor is what nobody can go below: the same records as one compressed JSON file, fetched and put into IndexedDB
// unsealed in one transaction; for a push, the operations sent as one compressed JSON file and put likewise.
// `node bench-sync.mjs [runs]`; LEDGER_SERVER, LEDGER_SITE and LEDGER_CHROMIUM name the parts.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { firstSync, launch, median, newPhone, round, Server, spread } from './support/measuring.mjs';

const RUNS = Number(process.argv[2] ?? 3);
/** Records of the team: some 3,000 households and the demonstration's year of visits. */
const RECORDS = 3_130;
const PUSHED = 500;
/** Visits to one household before the next. */
const IN_A_ROW = 20;
const PROTOCOL = 5;
const QUIET_MS = 700;
const PATIENCE_MS = 180_000;
/** A slow phone on a weak line: what Chromium calls slow 4G, and a quarter of this machine's script. */
const SLOW = {
  cpu: 4,
  line: { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 },
};

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Runs in every page before its own scripts: notes each question to the server, and each commit to the disk. */
function watchWork() {
  const work = (globalThis.work = { asked: 0, last: 0 });
  const { fetch } = globalThis;
  globalThis.fetch = async (...words) => {
    work.asked += 1;
    try {
      return await fetch(...words);
    } finally {
      work.asked -= 1;
      work.last = performance.now();
    }
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...words) {
    const begun = transaction.apply(this, words);
    if (begun.mode === 'readwrite') begun.addEventListener('complete', () => (work.last = performance.now()));
    return begun;
  };
}

/** Taps on "sync now" and waits until nothing is asked or written any more; seconds until the last of it. */
async function syncNow(page) {
  return page.evaluate(
    async ({ quiet, patience }) => {
      const tap = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('立即同步'));
      const begin = performance.now();
      globalThis.work.last = begin;
      tap.click();
      const calm = () => {
        const { asked, last } = globalThis.work;
        const sent = document.querySelector('a.sync .dot.ok');
        return sent && asked === 0 && last > begin && performance.now() - last > quiet;
      };
      while (!calm()) {
        if (performance.now() - begin > patience) throw new Error('the sync does not end');
        await new Promise((wake) => setTimeout(wake, 20));
      }
      return (globalThis.work.last - begin) / 1_000;
    },
    { quiet: QUIET_MS, patience: PATIENCE_MS },
  );
}

/** Counts what goes over the line for the sync, both ways, heads included. */
function meter(context) {
  const sums = { bytes: 0 };
  context.on('requestfinished', async (request) => {
    if (!/\/(api\/v1\/sync|records\.json|pushed)$/.test(new URL(request.url()).pathname)) return;
    const sizes = await request.sizes().catch(() => undefined);
    if (!sizes) return;
    const { requestBodySize, requestHeadersSize, responseBodySize, responseHeadersSize } = sizes;
    sums.bytes += requestBodySize + requestHeadersSize + responseBodySize + responseHeadersSize;
  });
  return async (act) => {
    const before = sums.bytes;
    const seconds = await act();
    await pause(200);
    return { seconds, bytes: sums.bytes - before };
  };
}

/** Somebody of the team on another device, as a program. */
class Other {
  constructor(server) {
    this.server = server;
    this.device = randomUUID();
    this.number = 0;
  }

  async ask(path, body) {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-ledger-client': '1' };
    if (this.cookie) headers.cookie = this.cookie;
    const reply = await fetch(this.server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${path} answers ${reply.status}: ${await reply.text()}`);
    this.cookie ??= reply.headers.get('set-cookie')?.split(';')[0];
    return reply.json();
  }

  async signIn() {
    await this.ask('/api/v1/session', { staff: this.server.staff, password: this.server.password });
    return this;
  }

  /** Every record of the team. */
  async records() {
    const all = [];
    let known = {};
    do {
      const { epoch, team, cursor } = known;
      known = await this.ask('/api/v1/sync', { protocol: PROTOCOL, device: this.device, epoch, team, cursor });
      all.push(...known.changes);
    } while (known.cursor < known.head);
    return all;
  }

  /** One visit at which nobody was home. */
  async logVisit(household) {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
    const content = {
      visited_on: today, time_band: 'MORNING', mode: 'IN_HOME', purposes: ['ROUTINE'], nobody_home: true,
    };
    this.number += 1;
    const operation = {
      id: randomUUID(),
      device: this.device,
      seq: this.number,
      author: this.server.staff,
      recorded_at: Date.now(),
      recorded_on: today,
      body: { kind: 'log_visit', visit: randomUUID(), household, content },
    };
    const { outcomes } = await this.ask('/api/v1/sync', {
      protocol: PROTOCOL, device: this.device, operations: [operation],
    });
    if (!JSON.stringify(outcomes).includes('applied')) throw new Error(JSON.stringify(outcomes));
    return operation;
  }
}

/** A server of nothing but one file, and of a place to send one to. */
async function floorServer() {
  const files = {};
  const server = createServer((request, reply) => {
    const name = request.url?.slice(1);
    if (request.method === 'POST') {
      request.resume().on('end', () => reply.writeHead(204).end());
    } else if (name === 'records.json') {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'br', 'cache-control': 'no-store' };
      reply.writeHead(200, headers).end(files[name]);
    } else {
      reply.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>floor</title>');
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { files, url: `http://127.0.0.1:${server.address().port}`, end: () => server.close() };
}

/** Fetches the file and puts what is in it into an open database; with `sent`, sends it first. */
async function leastWork(sent) {
  const opening = indexedDB.open('floor', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('records');
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const begin = performance.now();
  let records;
  if (sent) {
    records = globalThis.toSend;
    const packed = new Blob([JSON.stringify(records)]).stream().pipeThrough(new CompressionStream('gzip'));
    await fetch('/pushed', { method: 'POST', body: await new Response(packed).arrayBuffer() });
  } else {
    records = await (await fetch('/records.json')).json();
  }
  const writing = database.transaction('records', 'readwrite', { durability: 'strict' });
  const store = writing.objectStore('records');
  for (const record of records) store.put(record, JSON.stringify(record.key ?? record.id));
  // Even where nothing is new, it is noted that somebody asked.
  store.put(Date.now(), 'asked');
  await new Promise((done) => (writing.oncomplete = done));
  const seconds = (performance.now() - begin) / 1_000;
  database.close();
  return seconds;
}

const throttled = async (page, slow) => {
  if (!slow) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow.line);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu });
};

/** The floor of some records, as a phone without anything has to pay it. */
async function floorOf(browser, place, records, { slow, sent = false } = {}) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  place.files['records.json'] = await promisify(brotliCompress)(JSON.stringify(records), { params });
  const context = await browser.newContext({ baseURL: place.url });
  try {
    const measured = meter(context);
    const page = await context.newPage();
    await page.goto('/');
    if (sent) await page.evaluate((records) => void (globalThis.toSend = records), records);
    await throttled(page, slow);
    return await measured(() => page.evaluate(leastWork, sent));
  } finally {
    await context.close();
  }
}

/** Taps through the form from within the page, again and again. */
async function tapThrough(times) {
  const until = async (find) => {
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((wake) => setTimeout(wake, 5))) {
      const found = find();
      if (found) return found;
    }
    throw new Error(`not on the screen: ${find}`);
  };
  const worded = (what, words) =>
    [...document.querySelectorAll(what)].find((one) => one.textContent?.trim().startsWith(words));
  for (let time = 0; time < times; time += 1) {
    (await until(() => worded('a', '记一次走访'))).click();
    (await until(() => worded('button', '情况无变化'))).click();
    (await until(() => worded('.dock button', '保存'))).click();
    await until(() => document.body.textContent?.includes('这次走访存好了'));
  }
}

/** Logs visits that wait: no sync gets through meanwhile. */
async function queued(page, count) {
  await page.goto('/');
  await page.waitForSelector('a[href^="/households/"][href$="/visit"]');
  const rows = await page.locator('a.row[href^="/households/"][href$="/visit"]').evaluateAll((all) =>
    all.map((row) => row.getAttribute('href').replace(/\/visit$/, '')),
  );
  await page.context().route('**/api/v1/sync', (route) => route.abort());
  for (let at = 0; at * IN_A_ROW < count; at += 1) {
    await page.goto(rows[at % rows.length]);
    await page.evaluate(tapThrough, Math.min(IN_A_ROW, count - at * IN_A_ROW));
  }
  await page.goto('/me');
  await page.waitForSelector('#sync');
  await page.context().unroute('**/api/v1/sync');
}

function tell(figure, taken, floors, how) {
  const of = (list, what) => median(list.map((one) => one[what]));
  const seconds = of(taken, 'seconds');
  const floor = of(floors, 'seconds');
  const line = {
    figure,
    value: round(seconds, 3),
    unit: 's',
    bytes: of(taken, 'bytes'),
    floor: round(floor, 3),
    floor_bytes: of(floors, 'bytes'),
    times_floor: round(seconds / floor, 1),
    how: `${how}; median of ${spread(taken.map((one) => one.seconds))} s; Chromium on loopback`,
  };
  console.log(JSON.stringify(line));
}

/** Times something on phones that have never been here, and beside each the floor. */
async function first(browser, place, server, records, slow) {
  const [taken, floors] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    const phone = await newPhone(browser, server);
    const measured = meter(phone);
    taken.push(
      await measured(async () => (await firstSync(phone, server, (page) => throttled(page, slow))).loading / 1_000),
    );
    await phone.close();
    floors.push(await floorOf(browser, place, records, { slow }));
  }
  const held = `${server.households} households, ${records.length} records in all`;
  const how = `${held}, from the open store to "all sent", derivation of the key left out`;
  if (slow) {
    tell('sync_first_slow', taken, floors, `${how}; slow 4G (562.5 ms, 180 kB/s down) and CPU slowed ${slow.cpu}x by the browser`);
  } else {
    tell('sync_first', taken, floors, how);
  }
}

async function later(browser, place, server, other) {
  const phone = await newPhone(browser, server);
  await phone.addInitScript(watchWork);
  const measured = meter(phone);
  const { page } = await firstSync(phone, server);
  await page.goto('/me');
  await page.waitForSelector('a.sync .dot.ok');
  await pause(2 * QUIET_MS);

  const none = { taken: [], floors: [] };
  const one = { taken: [], floors: [] };
  const [household] = server.registered;
  for (let run = 0; run < RUNS; run += 1) {
    none.taken.push(await measured(() => syncNow(page)));
    none.floors.push(await floorOf(browser, place, []));
    const change = await other.logVisit(household);
    one.taken.push(await measured(() => syncNow(page)));
    one.floors.push(await floorOf(browser, place, [change]));
  }
  const tap = 'from the tap on "sync now" to the last commit';
  tell('sync_nothing_new', none.taken, none.floors, tap);
  tell('sync_one_change', one.taken, one.floors, `${tap}, one visit of somebody else`);

  await queued(page, PUSHED);
  const taken = await measured(() => syncNow(page));
  const visits = (await other.records()).filter((change) => change.key.startsWith('visit:')).slice(-PUSHED);
  const floors = [await floorOf(browser, place, visits, { sent: true })];
  tell('sync_push_500_visits', [taken], floors, `${PUSHED} visits that waited on the phone, ${tap}`);
  await phone.close();
}

const browser = await launch();
const server = await Server.fill(RECORDS);
const place = await floorServer();
try {
  const other = await new Other(server).signIn();
  const records = await other.records();
  const households = records.map((change) => change.key).filter((key) => key.startsWith('household:'));
  server.registered = households.map((key) => key.slice('household:'.length));
  await first(browser, place, server, records);
  await first(browser, place, server, records, SLOW);
  await later(browser, place, server, other);
} finally {
  await browser.close();
  place.end();
  await server.remove();
}
