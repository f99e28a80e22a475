// Photos as a phone's camera makes them, drawn in the page: noise, so that they do not shrink to nothing.
import type { Page } from '@playwright/test';

/** A file to choose. */
export interface PhotoFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** What a camera hides in a file: a place, a maker, a time. */
export const HIDDEN = ['Exif', 'GPSLatitude', 'PhoneMaker', '2026:11:29'];

/** A JPEG of this size with a place, a maker and a time in it, in spots of so many pixels: the smaller, the more bytes. */
export async function cameraPhoto(page: Page, seed: number, width = 2_400, height = 1_800, step = 60): Promise<PhotoFile> {
  const base64 = await page.evaluate(
    async ([seed, width, height, step]) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      let noise = seed;
      for (let x = 0; x < width; x += step) {
        for (let y = 0; y < height; y += step) {
          noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
          context.fillStyle = `#${(noise >>> 8).toString(16).padStart(6, '0')}`;
          context.fillRect(x, y, step, step);
        }
      }
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '';
    },
    [seed, width, height, step] as const,
  );
  return { name: `IMG_${seed}.jpg`, mimeType: 'image/jpeg', buffer: withExif(Buffer.from(base64, 'base64')) };
}

/** The same file with a segment of metadata behind its first marker. */
function withExif(jpeg: Buffer): Buffer {
  const exif = Buffer.from(`Exif\0\0MM\0*\0\0\0\x08${HIDDEN.slice(1).join(' ')}`, 'latin1');
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** How many photos lie in this person's store on the phone. */
export function photosOnPhone(page: Page, person: string): Promise<number> {
  return page.evaluate(async (person) => {
    const opening = indexedDB.open(`ledger-${person}`);
    await new Promise((done) => (opening.onsuccess = done));
    const counting = opening.result.transaction('photos').objectStore('photos').count();
    await new Promise((done) => (counting.onsuccess = done));
    opening.result.close();
    return counting.result;
  }, person);
}
