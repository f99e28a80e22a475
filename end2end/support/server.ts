// The real server on a free port of loopback, with a fresh SQLite database of its own; or several, see `several.ts`.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { HOST } from './certificate.ts';
import { Balancer, dropDatabase, makeDatabase, PROCESSES } from './several.ts';
import { ask } from './wire.ts';

const READY_WITHIN_MS = 30_000;
const STOPS_WITHIN_MS = 15_000;
/** Where a seed notes its database, if that is no file of its own. */
const SHARED = 'database.txt';
const PROGRAM = process.env['LEDGER_SERVER'] ?? resolve('../target/debug/server');

/** The folder of the built front. */
export const SITE = resolve(process.env['LEDGER_SITE'] ?? '../target/site');

/** Runs `server <words> --database <the test's own>` to its end and gives what it printed. */
export type Cli = (...words: string[]) => Promise<string>;

export interface Options {
  /** A folder with a `ledger.db` to start from; it is copied. */
  from?: string;
  /** Fills the database before the server starts, e.g. `(cli) => cli('demo')`. */
  prepare?: (cli: Cli) => Promise<unknown>;
  /** Variables for the server besides `LEDGER_SITE`. */
  env?: Record<string, string>;
  /** The district's figures that differ from the usual ones. */
  figures?: Record<string, unknown>;
}

/** A running server. Stop it, or its process outlives the test. */
export class LedgerServer {
  private children: ChildProcess[] = [];
  private balancer: Balancer | undefined;
  /** The database's address where several processes share it. */
  private shared: string | undefined;
  private said = '';

  private constructor(
    /** The folder of the database; gone when the server is stopped. */
    readonly folder: string,
    private readonly port: number,
    private env: Record<string, string>,
  ) {}

  static async start(options: Options = {}): Promise<LedgerServer> {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-end2end-'));
    const env = { ...definedEnvironment(), LEDGER_SITE: SITE, ...options.env };
    const server = new LedgerServer(folder, await freePort(), env);
    try {
      if (options.from) await cp(options.from, folder, { recursive: true });
      await server.share(options.from);
      if (options.figures) {
        server.env['LEDGER_CONFIG'] = join(folder, 'district.json');
        await writeFile(server.env['LEDGER_CONFIG'], JSON.stringify(options.figures));
      }
      await options.prepare?.(server.cli);
      await server.resume();
    } catch (error) {
      await server.discard();
      throw error;
    }
    return server;
  }

  /** The origin, without a slash at its end. */
  get url(): string {
    return this.env['LEDGER_TLS_CERT'] ? `https://${HOST}:${this.port}` : `http://127.0.0.1:${this.port}`;
  }

  get database(): string {
    return this.shared ?? `sqlite:${join(this.folder, 'ledger.db')}`;
  }

  /** Everything that the server wrote to its standard output and error so far. */
  get log(): string {
    return this.said;
  }

  readonly cli: Cli = async (...words) => {
    const args = [...words, '--database', this.database];
    const { stdout, stderr } = await promisify(execFile)(PROGRAM, args, { env: this.env });
    this.said += stderr;
    return stdout;
  };

  /** Fills a database without serving it, and gives the folder that it lies in. */
  static async fill(prepare: (cli: Cli, folder: string) => Promise<unknown>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-end2end-seed-'));
    const server = new LedgerServer(folder, 0, definedEnvironment());
    await server.share();
    await prepare(server.cli, folder);
    if (server.shared) await writeFile(join(folder, SHARED), server.shared);
    return folder;
  }

  /** Starts the process again on the same port and database, with these variables changed. */
  async resume(env: Record<string, string> = {}): Promise<void> {
    this.env = { ...this.env, ...env };
    // A process with https of its own stands alone: nothing goes between it and the phones.
    const several = this.shared && !this.env['LEDGER_TLS_CERT'];
    const ports = several ? await Promise.all(Array.from({ length: PROCESSES }, freePort)) : [this.port];
    this.children = ports.map((port) => this.launch(port));
    for (const port of ports) await this.untilReady(port);
    if (several) this.balancer = await Balancer.open(this.port, ports);
  }

  private launch(port: number): ChildProcess {
    const args = ['serve', '--listen', `127.0.0.1:${port}`, '--database', this.database];
    const child = spawn(PROGRAM, args, { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const listen = (chunk: Buffer): void => void (this.said += chunk.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', (error) => (this.said += `\n${error.message}`));
    return child;
  }

  /** Ends the process: politely, or as a power cut would. The database stays. */
  async interrupt(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { children, balancer } = this;
    this.children = [];
    this.balancer = undefined;
    // What is under way is answered first, as without a balancer.
    await Promise.all(children.map((child) => ended(child, signal)));
    await balancer?.close();
  }

  /** Ends the process, removes the database, and fails if the server ever panicked. */
  async stop(): Promise<void> {
    await this.interrupt();
    await this.discard();
    if (/panic/i.test(this.said)) {
      throw new Error(`the server panicked:\n${this.said}`);
    }
  }

  private async discard(): Promise<void> {
    await this.interrupt('SIGKILL');
    if (this.shared) await dropDatabase(this.shared);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Takes a database that several processes can share, a copy of the seed's if there is one. */
  private async share(seed?: string): Promise<void> {
    if (PROCESSES < 2) return;
    const like = seed ? await readFile(join(seed, SHARED), 'utf8').catch(() => undefined) : undefined;
    this.shared = await makeDatabase(like);
  }

  private async untilReady(port: number): Promise<void> {
    const chain = this.env['LEDGER_TLS_CERT'];
    const question = chain ? { ca: await readFile(chain, 'utf8') } : {};
    const address = chain ? this.url : `http://127.0.0.1:${port}`;
    const end = Date.now() + READY_WITHIN_MS;
    while (Date.now() < end) {
      if (this.children.some((child) => child.exitCode !== null)) break;
      const reply = await ask(`${address}/readyz`, question).catch(() => undefined);
      if (reply?.status === 200) return;
      await new Promise((wake) => setTimeout(wake, 50));
    }
    throw new Error(`the server did not become ready:\n${this.said}`);
  }
}

async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await gone;
  clearTimeout(late);
}

function definedEnvironment(): Record<string, string> {
  const defined = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(defined);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
