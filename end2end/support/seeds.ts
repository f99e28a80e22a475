// Filled databases, made once for a whole run: the invented district takes most of a minute, and each worker, also one that
// replaces another after a failure, would make its own.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** How long another worker may take to fill a database. */
const FILLING_LIMIT = 240_000;
const LOOK_EVERY = 200;

/** Where the run with this process notes its databases; workers are its children. */
function notes(run: number): string {
  return join(tmpdir(), `ledger-end2end-seeds-${run}`);
}

/** The folder with a database of this name: filled now, or by another worker of this run. */
export async function seeded(name: string, fill: () => Promise<string>): Promise<string> {
  const folder = notes(process.ppid);
  await mkdir(folder, { recursive: true });
  const note = join(folder, name);
  const known = (): Promise<string | undefined> => readFile(note, 'utf8').catch(() => undefined);
  const end = Date.now() + FILLING_LIMIT;
  while (Date.now() < end) {
    const made = await known();
    if (made) return made;
    const turn = `${note}.turn`;
    const mine = await mkdir(turn).then(() => true, () => false);
    if (!mine) {
      await wait(LOOK_EVERY);
      continue;
    }
    try {
      // Between the look and the turn another may have ended.
      const late = await known();
      if (late) return late;
      const seed = await fill();
      await writeFile(`${note}.new`, seed);
      await rename(`${note}.new`, note);
      return seed;
    } finally {
      await rm(turn, { recursive: true });
    }
  }
  throw new Error(`another worker has been filling ${name} for ${FILLING_LIMIT} ms`);
}

/** Throws all databases of a run away, once it is over. */
export async function discard(names: string[]): Promise<void> {
  const folder = notes(process.pid);
  for (const name of names) {
    const seed = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (seed) await rm(seed, { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
}
