// The site as it was built, and the same one in a newer version.
import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SITE } from './server.ts';

/** The build's list of what phones keep. */
export interface BuiltList {
  version: string;
  js: string;
  wasm: string;
  css: string;
  files: { path: string; bytes: number; sha256: string }[];
}

export async function builtList(site = SITE): Promise<BuiltList> {
  return JSON.parse(await readFile(join(site, 'assets.json'), 'utf8')) as BuiltList;
}

/** The same site with other bytes in one file: a new version. */
export async function newerSite(folder: string): Promise<string> {
  const site = join(folder, 'site');
  await cp(SITE, site, { recursive: true });
  const built = await builtList(site);
  const icon = built.files.find((file) => file.path === '/icon.svg');
  if (!icon) throw new Error('the site has no icon');
  const changed = Buffer.from(`${await readFile(join(site, 'icon.svg'), 'utf8')}<!-- newer -->`);
  icon.bytes = changed.length;
  icon.sha256 = createHash('sha256').update(changed).digest('hex');
  await writeFile(join(site, 'icon.svg'), changed);
  for (const packed of ['icon.svg.br', 'icon.svg.gz']) await rm(join(site, packed), { force: true });
  await writeFile(join(site, 'assets.json'), JSON.stringify({ ...built, version: `${built.version}-newer` }));
  return site;
}
