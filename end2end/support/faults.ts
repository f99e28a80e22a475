// A wall between the phone and the server: what the next exchanges meet, and what came through whole.
import { gunzipSync } from 'node:zlib';
import type { BrowserContext, Request, Route } from '@playwright/test';
import { decode } from 'cbor2';

/** Whose dress an answer wears: any site's page, our server's own refusal, or none. */
export type Dress = 'page' | 'ours' | 'empty';

/** What one exchange meets. */
export type Fault =
  | { kind: 'network error'; code: 'connectionreset' | 'connectionrefused' | 'timedout' | 'failed' }
  | { kind: 'status'; status: number; dress: Dress }
  | { kind: 'portal' }
  | { kind: 'redirect' }
  /** Committed; this part of the reply arrives. */
  | { kind: 'truncated'; part: number }
  | { kind: 'cut after the commit' }
  | { kind: 'late reply'; ms: number }
  | { kind: 'hang, then nothing'; ms: number; committed: boolean };

/** What a whole reply said of the feed. */
export interface Told {
  cursor: number;
  head: number;
}

const CBOR = 'application/cbor';
/** Fields go by number (domain/src/sync.rs): of a request the eighth are the operations. */
const OPERATIONS = 7;
/** Of a reply the fifth is the cursor, the sixth the head. */
const [CURSOR, HEAD] = [4, 5];

/** The way from one phone's browser to the server. */
export class Wall {
  /** What the last reply that the phone got whole said of the feed. */
  told: Told | undefined;
  /** Exchanges that met a fault. */
  met = 0;
  offline = false;
  private armed: { fault: Fault; push: boolean }[] = [];
  private readonly underWay = new Set<Promise<void>>();

  private constructor(private readonly context: BrowserContext) {}

  static async between(context: BrowserContext): Promise<Wall> {
    const wall = new Wall(context);
    await context.route('**/api/v1/sync', (route) => {
      const passing = wall.pass(route).catch(() => {});
      wall.underWay.add(passing);
      return passing.finally(() => wall.underWay.delete(passing));
    });
    return wall;
  }

  /** The next exchange meets this; with `push` the next one that carries operations. */
  arm(fault: Fault, push: boolean): void {
    this.armed.push({ fault, push });
  }

  /** Faults that no exchange has met yet. */
  get waiting(): number {
    return this.armed.length;
  }

  async airplane(on: boolean): Promise<void> {
    this.offline = on;
    await this.context.setOffline(on);
  }

  /** No faults from now on; what is under way comes to its end. */
  async open(): Promise<void> {
    this.armed = [];
    await this.airplane(false);
    await Promise.all(this.underWay);
  }

  private async pass(route: Route): Promise<void> {
    // An answer that a test gives would come through in airplane mode.
    if (this.offline) return route.abort('internetdisconnected');
    const pushes = operations(route.request()) > 0;
    const at = this.armed.findIndex(({ push }) => pushes || !push);
    const [next] = at < 0 ? [] : this.armed.splice(at, 1);
    if (!next) return this.deliver(route);
    this.met += 1;
    await this.spoil(route, next.fault);
  }

  private async spoil(route: Route, fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'network error':
        return route.abort(fault.code);
      case 'status':
        return route.fulfill(dressed(fault.status, fault.dress));
      case 'portal':
        return route.fulfill({ status: 200, contentType: 'text/html', body: '<html>请先登录无线网络</html>' });
      case 'redirect':
        return route.fulfill({ status: 302, headers: { location: '/about' } });
      case 'truncated': {
        const reply = await route.fetch();
        const body = await reply.body();
        return route.fulfill({ status: reply.status(), contentType: CBOR, body: body.subarray(0, Math.floor(body.length * fault.part)) });
      }
      case 'cut after the commit':
        await route.fetch();
        return route.abort('connectionreset');
      case 'late reply':
        return this.deliver(route, fault.ms);
      case 'hang, then nothing':
        if (fault.committed) await route.fetch();
        await rest(fault.ms);
        return route.abort('timedout');
    }
  }

  private async deliver(route: Route, after = 0): Promise<void> {
    const reply = await route.fetch();
    const body = await reply.body();
    await rest(after);
    if (this.offline) return route.abort('internetdisconnected');
    const before = this.told;
    // Before the phone has it: the phone may speak of it sooner than the tool that hands it over.
    if (reply.ok()) {
      const said = decode<number[]>(new Uint8Array(body));
      this.told = { cursor: Number(said[CURSOR]), head: Number(said[HEAD]) };
    }
    try {
      await route.fulfill({ response: reply, body });
    } catch (gone) {
      this.told = before;
      throw gone;
    }
  }
}

/** How many operations a request carries. */
function operations(request: Request): number {
  const body = request.postDataBuffer();
  if (!body) return 0;
  const plain = request.headers()['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const said = decode<unknown[]>(new Uint8Array(plain))[OPERATIONS];
  return Array.isArray(said) ? said.length : 0;
}

function dressed(status: number, dress: Dress) {
  switch (dress) {
    case 'page':
      return { status, contentType: 'text/html', body: `<html>${status}</html>` };
    case 'ours':
      return { status, contentType: 'application/problem+json', body: JSON.stringify({ code: 'fault', status }) };
    case 'empty':
      return { status, body: '' };
  }
}

export function rest(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}
