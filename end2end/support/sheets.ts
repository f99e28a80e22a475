// What comes out of a printer: each paper as a PDF and a picture of each page, and what is wrong with them.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import type { Download, Page } from '@playwright/test';

/** Where they go. */
export const FOLDER = 'printed';

/** Ghostscript, which counts, measures and pictures pages. */
const GHOSTSCRIPT = 'gs';
const DOTS_PER_INCH = 100;
/** A4 in millimetres. */
const A4 = [210, 297] as const;
/** How far off a page may be, in dots: points are rounded twice on the way. */
const NEAR = 2;
/** The foot of a page in points, where its number stands: the lower margin of `style/paper.css`, 18 mm. */
const FOOT = 51;
/** The share of a page above its foot that words cover at least: that of a few words. */
const LEAST_INK = 0.0002;
/** Whites out the foot of each page before it is measured: what has nothing but its number has nothing. */
const WITHOUT_FOOT =
  `<< /EndPage { exch pop 2 lt { gsave initgraphics 1 setgray 0 0 2000 ${FOOT} rectfill grestore true } { false } ifelse } >> setpagedevice`;
/** The fewest characters of a paper besides its heads. */
const LEAST_WORDS = 20;
/** A4 in the numbers of workbooks. */
const BOOK_A4 = 'paperSize="9"';

/** A paper that was printed. */
export interface Printed {
  name: string;
  /** How many pages it has; of a workbook, how many lines its tables have. */
  pages: number;
  /** What is wrong with it, for people to read. */
  faults: string[];
}

/** Prints a page that lies open. */
export async function print(page: Page, name: string, says: string | RegExp): Promise<Printed> {
  const file = join(FOLDER, `${name}.pdf`);
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  const faults = await faultsOfWords(page, says);
  const inks = await inksOf(file);
  const sizes = await picturesOf(file, name);
  if (inks.length === 0) faults.push('has no page');
  inks.forEach((ink, at) => {
    if (ink < LEAST_INK) faults.push(`page ${at + 1} is empty`);
  });
  sizes.forEach((size, at) => {
    if (!isA4(size)) faults.push(`page ${at + 1} is no A4 sheet: ${size.join(' × ')} dots`);
  });
  return { name, pages: inks.length, faults };
}

/** Takes a paper and its pictures out of the folder again. */
export async function removed(name: string): Promise<void> {
  const ours = new RegExp(`^${name}(\\.pdf|-\\d+\\.png)$`);
  for (const entry of (await readdir(FOLDER)).filter((entry) => ours.test(entry))) await rm(join(FOLDER, entry));
}

/** What is wrong with the words of a paper: too few below its heads, or not those that it is for. */
async function faultsOfWords(page: Page, says: string | RegExp): Promise<string[]> {
  const [whole, body] = await page.locator('main.a4').evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement;
    for (const head of copy.querySelectorAll('h1, .under, footer')) head.remove();
    return [main.textContent ?? '', (copy.textContent ?? '').trim()] as const;
  });
  const faults: string[] = [];
  if (body.length < LEAST_WORDS) faults.push('says nothing');
  if (typeof says === 'string' ? !whole.includes(says) : !says.test(whole)) faults.push(`does not say ${says}`);
  return faults;
}

async function ghostscript(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(GHOSTSCRIPT, ['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', ...words]);
  return stdout;
}

/** The share of each page that ink covers above its foot: one line a page, cyan, magenta, yellow and black. */
async function inksOf(file: string): Promise<number[]> {
  const said = await ghostscript('-sDEVICE=inkcov', '-o', '-', '-c', WITHOUT_FOOT, '-f', file);
  const lines = said.split('\n').filter((line) => line.includes('CMYK'));
  return lines.map((line) => Math.max(...line.trim().split(/\s+/).slice(0, 4).map(Number)));
}

/** A picture of each page beside the PDF; gives their widths and heights in dots. */
async function picturesOf(file: string, name: string): Promise<[number, number][]> {
  const ours = new RegExp(`^${name}-\\d+\\.png$`);
  const listed = async () => (await readdir(FOLDER)).filter((entry) => ours.test(entry)).sort();
  for (const old of await listed()) await rm(join(FOLDER, old));
  const smooth = ['-dTextAlphaBits=4', '-dGraphicsAlphaBits=4'];
  await ghostscript('-sDEVICE=png16m', `-r${DOTS_PER_INCH}`, ...smooth, '-o', join(FOLDER, `${name}-%02d.png`), file);
  const pictures = await listed();
  return Promise.all(pictures.map(async (picture) => sizeOf(await readFile(join(FOLDER, picture)))));
}

/** Width and height of a PNG, which stand at its beginning. */
export function sizeOf(png: Buffer): [number, number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** Whether a page is an A4 sheet, upright or across. */
export function isA4(size: readonly [number, number]): boolean {
  const dots = A4.map((millimetres) => (millimetres / 25.4) * DOTS_PER_INCH);
  const sides = [...size].sort((a, b) => a - b);
  return sides.every((side, at) => Math.abs(side - (dots[at] ?? 0)) <= NEAR);
}

/** Keeps a workbook and looks into it. */
export async function keep(download: Download, name: string): Promise<Printed> {
  const file = join(FOLDER, `${name}.xlsx`);
  await download.saveAs(file);
  const tables = sheetsOf(await readFile(file));
  const faults: string[] = [];
  const [households, members] = tables;
  // The first line is that of the headings.
  for (const table of [households, members]) {
    if (!table || lines(table) < 2) faults.push('a table is empty');
  }
  if (!tables.every((table) => table.includes(BOOK_A4))) faults.push('a table is not set for A4');
  const pages = tables.reduce((sum, table) => sum + lines(table), 0);
  return { name, pages, faults };
}

const lines = (table: string): number => table.split('<row ').length - 1;

/** The tables of a workbook, in order, as the XML that they are. */
export function sheetsOf(book: Buffer): string[] {
  const parts = [...unzipped(book)].filter(([name]) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name));
  const number = (name: string): number => Number(/\d+/.exec(name)?.[0]);
  return parts.sort(([a], [b]) => number(a) - number(b)).map(([, text]) => text);
}

/** The files of an archive, by its directory at the end. */
function* unzipped(archive: Buffer): Generator<[string, string]> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error('this is no archive');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [number, number, number];
    const header = archive.readUInt32LE(at + 42);
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
    const isPacked = archive.readUInt16LE(at + 10) !== 0;
    yield [archive.toString('utf8', at + 46, at + 46 + name), (isPacked ? inflateRawSync(packed) : packed).toString('utf8')];
    at += 46 + name + extra + comment;
  }
}
