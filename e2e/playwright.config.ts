import { defineConfig } from '@playwright/test';
import { findBrowser } from '../scripts/lib/browsers.mjs';
import { longestWaitMs } from '../src/testing/longest-wait';

const chromium = findBrowser('chromium');
const firefox = findBrowser('firefox');
export const inChromium = {
  browserName: 'chromium' as const,
  launchOptions: chromium ? { executablePath: chromium } : {},
};

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  workers: 4,
  timeout: 6 * longestWaitMs,
  expect: { timeout: longestWaitMs },
  reporter: [['list'], ...(process.env['CI'] ? [['../scripts/lib/no-skipped-tests.ts'] as const] : [])],
  // A trace of every test would cost an eighth of the time: `--trace on` writes that of one.
  use: { screenshot: 'only-on-failure', locale: 'en-GB', timezoneId: 'Europe/Berlin' },
  projects: [
    { name: 'chromium', testIgnore: 'screenshots.spec.ts', use: inChromium },
    ...(firefox
      ? [
          {
            name: 'firefox',
            testMatch: 'journey.spec.ts',
            grep: /@everywhere/,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              launchOptions: { executablePath: firefox },
            },
          },
        ]
      : []),
  ],
});
