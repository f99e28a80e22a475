// Takes pictures of every screen into `screenshots/`: `npx playwright test --config screenshots.config.ts`.
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testDir: 'screens',
  testIgnore: [],
  timeout: 300_000,
  outputDir: 'test-results/screens',
});
