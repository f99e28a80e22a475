// Keeps the app's shell for the day without signal: one version, whole or not at all.
// The server fills in what to keep. No data passes through here but operations sealed for the server, which are handed
// in while their author is away (decision 0039).

const SHELL = __SHELL__;
const PREFIX = 'shell-';
const CACHE = PREFIX + SHELL.version;
const KEPT = [SHELL.document, ...SHELL.own, ...SHELL.files];
const KEPT_PATHS = new Set(KEPT.map((file) => file.path));

// One person's store (app/src/phone/address.rs), the area in it with requests ready to be sent, and beside them what
// they were made with.
const STORE = 'ledger-';
const AREA = 'deposit';
const GRANT = 'grant';
const ANSWER_WITHIN_MS = 30_000;

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
});

// Old versions go only now, when no page that needs them is open or the person has agreed.
self.addEventListener('activate', (event) => {
  event.waitUntil(
    dropOtherVersions().then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || isNetworkOnly(url.pathname)) return;
  if (request.mode === 'navigate') {
    // A person who opens a file's own address gets the file, not the app.
    event.respondWith(answer(KEPT_PATHS.has(url.pathname) ? url.pathname : SHELL.document.path, request));
  } else if (KEPT_PATHS.has(url.pathname)) {
    event.respondWith(answer(url.pathname, request));
  }
});

self.addEventListener('message', (event) => {
  const type = event.data && event.data.type;
  // Only the person decides when a new version takes over: a form may be open.
  if (type === 'activate') self.skipWaiting();
  // What does not get through now does at the next occasion.
  if (type === 'deposit') event.waitUntil(handIn().catch(() => undefined));
  if (type === 'version') {
    const reply = { type: 'version', version: SHELL.version, release: SHELL.release };
    const port = event.ports[0] || event.source;
    if (port) port.postMessage(reply);
  }
});

// There is signal again, the app open or not. Failed, the browser tries once more later.
self.addEventListener('sync', (event) => {
  if (event.tag === 'deposit') event.waitUntil(handIn());
});

let handingIn = Promise.resolve();

// One at a time: what is handed in last must not overtake what it rests on.
function handIn() {
  handingIn = handingIn.catch(() => undefined).then(handInAll);
  return handingIn;
}

async function handInAll() {
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
  let unreached;
  for (const name of names.filter((name) => name.startsWith(STORE))) {
    // An exchange that is under way may be answering all of it.
    await self.navigator.locks?.request(`ledger-sync-${name.slice(STORE.length)}`, () => undefined);
    try {
      await handInOf(name);
    } catch (error) {
      unreached = error;
    }
  }
  if (unreached) throw unreached;
}

// In order, and nothing behind what was left. What a store that was started over left comes under a name of its own.
async function handInOf(name) {
  const left = new Set();
  for (const [key, body] of await waiting(name)) {
    const group = key.slice(0, key.lastIndexOf('/') + 1);
    if (left.has(group)) continue;
    const answer = await hand(body);
    if (answer === 'taken') await within(name, (area) => settle(area, key, body));
    else left.add(group);
    if (answer === 'unknown') await within(name, (area) => letGo(area, group));
  }
}

async function waiting(name) {
  const found = [];
  await within(name, (area) => {
    const walking = area.openCursor();
    walking.onsuccess = () => {
      const at = walking.result;
      if (!at) return;
      if (at.key !== GRANT && at.value.length > 0) found.push([at.key, at.value]);
      at.continue();
    };
  });
  return found;
}

// An empty value says "taken": the operation waits for its answer, and is not handed in again. Only what was sent: the
// app may have been there meanwhile.
function settle(area, key, body) {
  const reading = area.get(key);
  reading.onsuccess = () => {
    const now = reading.result;
    if (!now || now.length !== body.length || now.some((byte, at) => byte !== body[at])) return;
    area.put(new Uint8Array(0), key);
  };
}

// The server knows this token no longer: nothing made with it arrives. The app asks for another one.
function letGo(area, group) {
  const walking = area.openKeyCursor();
  walking.onsuccess = () => {
    const at = walking.result;
    if (!at) return;
    if (at.key.slice(0, at.key.lastIndexOf('/') + 1) === group) area.delete(at.key);
    at.continue();
  };
}

async function hand(body) {
  const response = await fetch('/api/v1/deposit', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/cbor', 'x-ledger-client': '1' },
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.status === 204) return 'taken';
  const { code } = await response.json().catch(() => ({}));
  if (code === 'DEPOSIT_UNKNOWN') return 'unknown';
  // Busy, or not our server at all: ask again. Anything else the app's own exchange has to clear up.
  if (code === undefined || response.status === 429 || response.status >= 500) throw new Error(`deposit: ${response.status}`);
  return 'later';
}

// A moment with a store's area; nothing of a store that has none, or is no longer there.
async function within(name, act) {
  const database = await opened(name);
  if (!database) return;
  try {
    if (!database.objectStoreNames.contains(AREA)) return;
    const transaction = database.transaction(AREA, 'readwrite');
    const ended = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
    act(transaction.objectStore(AREA));
    await ended;
  } finally {
    database.close();
  }
}

function opened(name) {
  return new Promise((done) => {
    // Of no version: the app alone changes a store's shape.
    const opening = indexedDB.open(name);
    // It was deleted since it was listed, and must not come back empty.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done(undefined);
    opening.onsuccess = () => {
      const database = opening.result;
      database.onversionchange = () => database.close();
      done(database);
    };
  });
}

function isNetworkOnly(path) {
  return SHELL.network.some((prefix) => path === prefix || path.startsWith(prefix + '/'));
}

async function answer(path, request) {
  const kept = await lookUp(path);
  if (kept) return kept;
  return fetch(request);
}

// Storage can fail on a full or damaged phone; the network may still do.
async function lookUp(path) {
  try {
    const cache = await caches.open(CACHE);
    return await cache.match(path, { ignoreVary: true });
  } catch {
    return undefined;
  }
}

async function keepAll() {
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(KEPT.map((file) => keep(cache, file)));
  } catch (error) {
    // Half a version is worse than none: the old one stays in use.
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache, file) {
  const response = (await earlierCopy(file)) || (await download(file));
  await cache.put(file.path, response);
}

// A hashed name is the same content for ever, so a village's data plan need not pay for it twice.
async function earlierCopy(file) {
  if (!file.hashed) return undefined;
  const names = await caches.keys();
  for (const name of names.filter((name) => name.startsWith(PREFIX) && name !== CACHE)) {
    const copy = await (await caches.open(name)).match(file.path, { ignoreVary: true });
    if (copy) return copy;
  }
  return undefined;
}

// The browser checks the bytes against the hash in either case; for a hashed name its own cache will do
// and saves the page's first load from being paid for twice.
async function download(file) {
  if (file.hashed) {
    try {
      return await fetchChecked(file, 'default');
    } catch {
      // What lay in the browser's cache was not it: ask again, past the cache.
    }
  }
  return fetchChecked(file, 'reload');
}

async function fetchChecked(file, cache) {
  const response = await fetch(file.path, {
    cache,
    integrity: file.integrity,
    credentials: 'same-origin',
    redirect: 'error',
  });
  if (!response.ok || response.redirected) {
    throw new Error(`${file.path}: ${response.status}`);
  }
  return response;
}

async function dropOtherVersions() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}
