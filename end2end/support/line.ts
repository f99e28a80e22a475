// A line between a phone and the server: as slow as ordered, cut now and then, and counted. It carries bytes and knows no HTTP.
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Bytes that go at once on a slow line, so that connections share it fairly. */
const SLICE = 512;

/** How bad a line is. */
export interface Weather {
  /** In each direction. */
  bitsPerSecond: number;
  /** Every connection breaks each time that so much time has passed. */
  cutEveryMs: number;
}

/** One direction of the line; all connections wait for their turn on it. */
class Direction {
  bytes = 0;
  bitsPerSecond = Infinity;
  private free = 0;

  /** Carries what one end says to the other, slice by slice, as long as both are there. */
  async carry(from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE);
        await this.turn(slice.length);
        if (to.destroyed || to.writableEnded) return;
        this.bytes += slice.length;
        if (!to.write(slice)) await drained(to);
      }
    }
    to.end();
  }

  private async turn(bytes: number): Promise<void> {
    if (this.bitsPerSecond === Infinity) return;
    const now = performance.now();
    this.free = Math.max(now, this.free) + (bytes * 8_000) / this.bitsPerSecond;
    await wait(this.free - now);
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((done) => {
    socket.once('drain', done);
    socket.once('close', () => done());
  });
}

/** A running line. Close it, or it outlives the test. */
export class Line {
  /** From the phone to the server, and back. */
  readonly up = new Direction();
  readonly down = new Direction();
  /** How often connections were broken in the weather. */
  cuts = 0;

  private readonly sockets = new Set<Socket>();
  /** Those of them at the phones' end. */
  private readonly phones = new Set<Socket>();
  private scissors: NodeJS.Timeout | undefined;

  private constructor(private readonly server: Server) {}

  /** A line to the server at this origin, as fast as the machine until the weather changes. */
  static async open(origin: string): Promise<Line> {
    const { hostname, port } = new URL(origin);
    const server = createServer({ allowHalfOpen: true });
    const line = new Line(server);
    server.on('connection', (phone) => line.join(phone, connect({ host: hostname, port: Number(port), allowHalfOpen: true })));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return line;
  }

  /** The origin that the phone calls. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on the line is this bad; without a weather it is good again. */
  change(weather?: Weather): void {
    clearInterval(this.scissors);
    for (const direction of [this.up, this.down]) direction.bitsPerSecond = weather?.bitsPerSecond ?? Infinity;
    if (weather) this.scissors = setInterval(() => this.cut(), weather.cutEveryMs);
  }

  async close(): Promise<void> {
    clearInterval(this.scissors);
    const closed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private cut(): void {
    this.cuts += 1;
    for (const socket of this.phones) socket.resetAndDestroy();
  }

  private join(phone: Socket, server: Socket): void {
    this.phones.add(phone);
    phone.on('close', () => this.phones.delete(phone));
    for (const [one, other] of [
      [phone, server],
      [server, phone],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => (other === server ? other.end() : other.destroy()));
      one.on('close', () => {
        this.sockets.delete(one);
        // What was carried before a cut arrives: a reset would take back what the other end has not read yet.
        if (other === server) other.end();
        else other.destroy();
      });
    }
    // A connection that broke while something was said is broken: the phone asks again.
    this.up.carry(phone, server).catch(() => server.end());
    this.down.carry(server, phone).catch(() => phone.destroy());
  }
}
