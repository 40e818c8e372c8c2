import { defineConfig } from '@playwright/test';

/** With BASE_URL the tests of `e2e/platform` run against a running platform; without, those of `e2e/tests` against the fixture. */
const baseURL = process.env['BASE_URL'];
const testDir = baseURL === undefined ? 'e2e/tests' : 'e2e/platform';

export default defineConfig({
  testDir,
  testMatch: '**/*.e2e.spec.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: baseURL === undefined ? 30_000 : 180_000,
  expect: { timeout: baseURL === undefined ? 7_500 : 60_000 },
  reporter: [['list']],
  use: {
    ...(baseURL === undefined ? {} : { baseURL }),
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env['CHROMIUM_PATH'] === undefined ? {} : { executablePath: process.env['CHROMIUM_PATH'] }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--font-render-hinting=none',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
  ],
});
