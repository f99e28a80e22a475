// Keeps the app's shell for the day without signal: one version, whole or not at all.
// The server fills in what to keep. Data never passes through here.

const SHELL = __SHELL__;
const PREFIX = 'shell-';
const CACHE = PREFIX + SHELL.version;
const KEPT = [SHELL.document, ...SHELL.own, ...SHELL.files];
const KEPT_PATHS = new Set(KEPT.map((file) => file.path));

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
  if (type === 'version') {
    const reply = { type: 'version', version: SHELL.version, release: SHELL.release };
    const port = event.ports[0] || event.source;
    if (port) port.postMessage(reply);
  }
});

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
