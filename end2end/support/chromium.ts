// How every browser test starts Chromium.
import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

type Use = Partial<PlaywrightTestOptions & PlaywrightWorkerOptions>;

export const chromium = {
  browserName: 'chromium',
  headless: true,
  launchOptions: {
    executablePath: process.env['LEDGER_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  serviceWorkers: 'allow',
  trace: 'off',
  video: 'off',
  screenshot: 'off',
} as const satisfies Use;
