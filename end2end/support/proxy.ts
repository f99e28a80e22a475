// A reverse proxy as an office puts before the server: https in front, plain http behind, and its own mishaps.
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { type Certificate, HOST } from './certificate.ts';

/** What nginx says for a server that is not there. */
const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** A request that came by, with the server's answer. */
export interface Passed {
  method: string;
  path: string;
  status: number;
  headers: IncomingHttpHeaders;
}

/** A running proxy. Close it, or it outlives the test. */
export class ReverseProxy {
  /** Every request that reached the server, in the order of its answers. */
  readonly passed: Passed[] = [];
  /** The server's origin. */
  upstream = '';
  /** Whose connection the server is told that it is: on one machine all would be the same. */
  client = '198.51.100.7';
  /** The address on this machine that it calls the server from. */
  calledFrom = '127.0.0.1';
  /** Whether the server hears the name that people typed, or the proxy's own for it. */
  keepsHost = true;
  /** Answers 502 to everything and asks nobody. */
  lost = false;

  private readonly agent = new Agent({ keepAlive: true });
  private cut: ((passed: Passed) => void) | undefined;

  private constructor(private readonly server: Server) {
    server.on('request', (asked: IncomingMessage, reply: ServerResponse) => this.answer(asked, reply));
  }

  static async open({ pem, key }: Certificate): Promise<ReverseProxy> {
    const server = createServer({ cert: pem, key: await readFile(key) });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new ReverseProxy(server);
  }

  /** The origin that people type. */
  get url(): string {
    return `https://${HOST}:${(this.server.address() as AddressInfo).port}`;
  }

  /** Breaks the line in the middle of the server's next whole answer to a sync, and says when that was done. */
  cutNextSync(): Promise<Passed> {
    return new Promise((done) => (this.cut = done));
  }

  async close(): Promise<void> {
    this.agent.destroy();
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  private answer(asked: IncomingMessage, reply: ServerResponse): void {
    if (this.lost) return badGateway(reply);
    const { method = '', url: path = '' } = asked;
    const headers = { ...asked.headers, ...this.said(asked) };
    const call = { method, headers, agent: this.agent, localAddress: this.calledFrom };
    const onward = request(this.upstream + path, call, async (answer) => {
      const status = answer.statusCode ?? 0;
      const passed = { method, path, status, headers: asked.headers };
      this.passed.push(passed);
      const body = await buffer(answer);
      reply.writeHead(status, answer.headers);
      const cut = path === '/api/v1/sync' && status === 200 ? this.cut : undefined;
      if (!cut) return void reply.end(body);
      this.cut = undefined;
      reply.write(body.subarray(0, body.length / 2), () => {
        reply.destroy();
        cut(passed);
      });
    });
    onward.on('error', () => badGateway(reply));
    asked.pipe(onward);
  }

  /** What a proxy adds: the client at the end of what earlier hops claim, the scheme, and the name. */
  private said(asked: IncomingMessage): Record<string, string> {
    const earlier = asked.headers['x-forwarded-for'];
    const forwarded = [earlier, this.client].filter(Boolean).join(', ');
    const host = this.keepsHost ? asked.headers.host : new URL(this.upstream).host;
    return { 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https', host: host ?? HOST };
  }
}

function badGateway(reply: ServerResponse): void {
  if (reply.headersSent) return void reply.destroy();
  reply.writeHead(502, { 'content-type': 'text/html' }).end(BAD_GATEWAY);
}
