// A certificate that only itself has signed, for an address that every machine leaves free.
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The name that people type in these tests. Unlike `localhost` it is nothing special to a browser. */
export const HOST = 'ledger.example';

/** PEM files as an office gets them, and what their readers want to know. */
export interface Certificate {
  folder: string;
  /** The chain's file. */
  chain: string;
  /** The private key's file. */
  key: string;
  /** What the chain's file says. */
  pem: string;
  /** SHA-256 of the public key in base64, by which Chromium can be told to believe it. */
  fingerprint: string;
}

/** A new key and a certificate for [`HOST`], good for two days. */
export async function newCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-end2end-tls-'));
  const [chain, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
  await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', chain]);
  const pem = await readFile(chain, 'utf8');
  const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return { folder, chain, key, pem, fingerprint: createHash('sha256').update(spki).digest('base64') };
}

/** Removes its files. */
export async function discardCertificate({ folder }: Certificate): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** The variables that make the server speak TLS with it. */
export function servedWith({ chain, key }: Certificate): Record<string, string> {
  return { LEDGER_TLS_CERT: chain, LEDGER_TLS_KEY: key };
}

/** How Chromium is started to find [`HOST`] on this machine and to believe this certificate alone. */
export function believing({ fingerprint }: Certificate): string[] {
  return [`--ignore-certificate-errors-spki-list=${fingerprint}`, `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
}
