// Takes pictures of every screen into `screenshots/`: `npx playwright test --config screenshots.config.ts`.
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testDir: 'screens',
  testIgnore: [],
  // One test walks through every screen of a role in four dresses.
  timeout: 900_000,
  outputDir: 'test-results/screens',
});
