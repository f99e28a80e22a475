// Prints every paper into `printed/`: `npx playwright test --config papers.config.ts`.
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testDir: 'papers',
  testIgnore: [],
  timeout: 600_000,
  outputDir: 'test-results/papers',
});
