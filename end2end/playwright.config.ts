// Playwright for the end-to-end tests: one phone-sized Chromium, the system's own, no retries.
import { defineConfig } from '@playwright/test';
import { chromium } from './support/chromium.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  testIgnore: ['**/end2end/screens/**', '**/end2end/papers/**'],
  outputDir: 'test-results',
  globalTeardown: './support/tidy.ts',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    ...chromium,
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
  },
});
