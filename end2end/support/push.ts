// What the server says of operations that a phone pushed.
import type { Response } from '@playwright/test';
import { decode } from 'cbor2';

/** What a reply to a push says of each operation; nothing for other replies and those that broke off. */
export async function outcomes(reply: Response): Promise<{ duplicate: boolean }[]> {
  if (!reply.url().endsWith('/api/v1/sync') || !reply.ok()) return [];
  const body = await reply.body().catch(() => undefined);
  if (!body) return [];
  // Fields go by number (domain/src/sync.rs): of a reply the third are the outcomes, of an outcome the fourth
  // tells whether it was known before.
  const [, , said] = decode<[string, string, unknown[][]]>(new Uint8Array(body));
  return said.map((outcome) => ({ duplicate: outcome[3] === true }));
}
