// Several server processes on one PostgreSQL behind a balancer, as `LEDGER_PROCESSES=2` asks for: every second request
// goes to the other process, so that whatever one of them keeps to itself shows.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';

/** How many processes serve each test. */
export const PROCESSES = Number(process.env['LEDGER_PROCESSES'] ?? 1);

/** A PostgreSQL on which databases may be made. */
const POSTGRES = process.env['LEDGER_TEST_POSTGRES'] ?? '';

/** Makes a database, as a copy of another or empty, and gives its address. */
export async function makeDatabase(like?: string): Promise<string> {
  if (POSTGRES === '') throw new Error('LEDGER_PROCESSES needs LEDGER_TEST_POSTGRES');
  const name = `ledger_end2end_${randomUUID().replaceAll('-', '')}`;
  const template = like === undefined ? 'template0' : nameOf(like);
  await order(`CREATE DATABASE ${name} TEMPLATE ${template} ENCODING 'UTF8'`);
  const address = new URL(POSTGRES);
  address.pathname = `/${name}`;
  return address.href;
}

export async function dropDatabase(address: string): Promise<void> {
  await order(`DROP DATABASE IF EXISTS ${nameOf(address)} WITH (FORCE)`);
}

function nameOf(address: string): string {
  return new URL(address).pathname.slice(1);
}

async function order(sql: string): Promise<void> {
  await promisify(execFile)('psql', ['--no-psqlrc', '--quiet', '--command', sql, POSTGRES]);
}

/** Sends each request to the next of several ports of loopback. A line that breaks behind it breaks before it. */
export class Balancer {
  private next = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: number[],
  ) {
    server.on('request', (asked: IncomingMessage, reply: ServerResponse) => this.pass(asked, reply));
  }

  static async open(port: number, ports: number[]): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    return new Balancer(server, ports);
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  private pass(asked: IncomingMessage, reply: ServerResponse): void {
    const port = this.ports[this.next++ % this.ports.length];
    const { method, url: path, headers } = asked;
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.on('error', () => reply.destroy()).pipe(reply);
      answer.on('aborted', () => reply.destroy());
    });
    onward.on('error', () => reply.destroy());
    reply.on('close', () => onward.destroy());
    asked.pipe(onward);
  }
}
