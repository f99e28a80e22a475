// One request without a browser, to a port of this machine under whatever name it has.
import { request as plain, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { buffer } from 'node:stream/consumers';

export interface Question extends Pick<RequestOptions, 'method' | 'agent'> {
  headers?: Record<string, string>;
  body?: string;
  /** The certificate to believe, for https. */
  ca?: string;
}

export interface Heard {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Asks over HTTP/1.1 and reads the whole reply. */
export function ask(url: string, { body, ca, headers, ...rest }: Question = {}): Promise<Heard> {
  const { protocol, host, hostname, port, pathname, search } = new URL(url);
  const call = protocol === 'https:' ? secure : plain;
  const names = { host: '127.0.0.1', port, path: pathname + search, servername: hostname, ...(ca ? { ca } : {}) };
  return new Promise((done, fail) => {
    const sent = call({ ...rest, ...names, headers: { host, ...headers } }, (reply) => {
      const heard = { status: reply.statusCode ?? 0, headers: reply.headers };
      buffer(reply).then((bytes) => done({ ...heard, body: bytes.toString() }), fail);
    });
    sent.on('error', fail);
    sent.end(body);
  });
}
