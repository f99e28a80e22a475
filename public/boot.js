// Starts the app from the hashed names that stand in the document, and looks after its new versions.
// Plain script, so that it can still say what to do when the module does not load.
//
// For the app:  window 'ledger-update'    a new version waits (also: <html data-update="ready">)
//               window 'ledger-activate'  the app asks for it, at a moment without an open form

const UPDATE_CHECK_MS = 60 * 60 * 1000;

const named = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
const splash = () => document.getElementById('splash');

async function start() {
  if (!wantsDesk()) return load('ledger-');
  // Phones keep only their own module; at a desk without connection it says so.
  return load('ledger-desk-').catch(() => load('ledger-'));
}

async function load(half) {
  const module = await import(named(`${half}js`));
  await module.default({ module_or_path: named(`${half}wasm`) });
  splash()?.remove();
}

// Set by the app when somebody with work at the desk has signed in.
function wantsDesk() {
  try {
    return named('ledger-desk-js') !== '' && localStorage.getItem('ledger.desk') === 'true';
  } catch {
    return false;
  }
}

// A module that broke can say nothing any more. What was saved or drafted is on the disk.
function watchForTheEnd() {
  const tell = ({ error, reason }) => {
    if (!((error ?? reason) instanceof WebAssembly.RuntimeError)) return;
    document.getElementById('broken').hidden = false;
    document.getElementById('broken-reload').onclick = () => location.reload();
  };
  window.addEventListener('error', tell);
  window.addEventListener('unhandledrejection', tell);
}

function sayThatItFailed(error) {
  console.error('start', error);
  if (!splash()) return;
  document.getElementById('splash-status').hidden = true;
  document.getElementById('splash-slow').hidden = true;
  document.getElementById('splash-failed').hidden = false;
  document.getElementById('splash-retry').addEventListener('click', () => location.reload());
}

async function keepForOffline() {
  if (!('serviceWorker' in navigator)) return;
  if (named('ledger-sw') === 'off') {
    const registrations = await navigator.serviceWorker.getRegistrations();
    await Promise.all(registrations.map((registration) => registration.unregister()));
    return;
  }
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  watchForUpdates(registration);
  takeOverWhenAsked(registration);
}

function watchForUpdates(registration) {
  const tellIfWaiting = () => {
    // Without a controller this is the first version, which replaces nothing.
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    document.documentElement.dataset.update = 'ready';
    window.dispatchEvent(new Event('ledger-update'));
  };
  tellIfWaiting();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', tellIfWaiting);
  });
  let checked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checked < UPDATE_CHECK_MS) return;
    checked = Date.now();
    // Without signal there is nothing to learn.
    registration.update().catch(() => {});
  });
}

// Reloads only this page, and only because its app asked: another tab may have a form open.
function takeOverWhenAsked(registration) {
  let asked = false;
  window.addEventListener('ledger-activate', () => {
    if (!registration.waiting) return;
    asked = true;
    registration.waiting.postMessage({ type: 'activate' });
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) location.reload();
  });
}

watchForTheEnd();
start()
  .catch(sayThatItFailed)
  // After the start, so that it does not compete for a weak signal; also after a failure, for the mended version.
  .then(keepForOffline)
  .catch((error) => console.warn('service worker', error));
