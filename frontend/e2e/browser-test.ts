import AxeBuilder from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { FixturePlatform } from './fixture/fixture-platform.ts';

/** What every test of the fixture gets besides Playwright's own. */
interface Fixtures {
  /** A platform of the test's own. */
  readonly platform: FixturePlatform;
  /** Signs the page in over the API, as somebody of the role, without going through the form. */
  readonly signIn: (role: string) => Promise<void>;
  /** Console errors a test provokes on purpose; any other fails it. */
  readonly expectedErrors: RegExp[];
}

export const test = base.extend<Fixtures>({
  platform: async ({}, use) => {
    const platform = new FixturePlatform();
    await use(platform);
    await platform.close();
  },
  baseURL: async ({ platform }, use) => use(await platform.listen()),

  expectedErrors: async ({}, use) => use([]),
  page: async ({ page, expectedErrors }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(page);
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
  },
  signIn: async ({ page, baseURL }, use) => {
    await use(async (role) => {
      const data = { email: `${role}@example.org`, password: `${role}-password` };
      const response = await page.request.post(`${baseURL}/api/auth/login`, { data });
      expect(response.ok()).toBe(true);
    });
  },
});

export { expect };

/** Fails on any violation of WCAG 2.2 AA that axe can find on the page as it is. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
  );
  expect(found).toEqual([]);
}
