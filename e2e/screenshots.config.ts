import { defineConfig } from '@playwright/test';
import all, { inChromium } from './playwright.config';

// Apart from the tests: it writes into the project.
export default defineConfig({
  ...all,
  testMatch: 'screenshots.spec.ts',
  projects: [{ name: 'screenshots', use: inChromium }],
});
