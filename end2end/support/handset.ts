// A phone that can be switched off: a browser profile on the disk, opened and closed at will.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium as engine, type Page } from '@playwright/test';
import { chromium } from './chromium.ts';
import { watch } from './test.ts';

/** What the phone does when the browser opens. */
export interface Opening {
  /** Without signal from the first moment. */
  offline?: boolean;
  /** What the phone's clock shows. */
  clock?: Date;
}

/** One phone; open it, close it, open it again. */
export class Handset {
  readonly complaints: string[] = [];
  private context: BrowserContext | undefined;

  private constructor(
    /** The profile on the disk; read it while the browser is closed. */
    readonly folder: string,
    private readonly url: string,
  ) {}

  static async buy(url: string): Promise<Handset> {
    return new Handset(await mkdtemp(join(tmpdir(), 'ledger-end2end-phone-')), url);
  }

  /** Starts the browser on this phone's profile. */
  async open({ offline = false, clock }: Opening = {}): Promise<Page> {
    const { browserName: _, trace: _t, video: _v, screenshot: _s, launchOptions, ...use } = chromium;
    const context = await engine.launchPersistentContext(this.folder, {
      ...use,
      ...launchOptions,
      args: [...launchOptions.args],
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
      baseURL: this.url,
    });
    this.context = context;
    watch(context, this.complaints);
    await context.setOffline(offline);
    if (clock) await context.clock.setFixedTime(clock);
    return context.newPage();
  }

  /** Closes the browser; what is on the disk stays. */
  async close(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
  }

  /** Throws the phone away. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
