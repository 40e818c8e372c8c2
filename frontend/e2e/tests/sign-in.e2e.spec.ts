import { expect, test } from '../browser-test.ts';
import { FixtureProblem } from '../fixture/problem.ts';

test.describe('signing in', () => {
  test.beforeEach(({ expectedErrors }) => {
    // The browser logs the answer that tells the console nobody is signed in.
    expectedErrors.push(/401/);
  });

  test('leads to the page that was asked for', async ({ page, platform }) => {
    const { id } = platform.startWorkflow('Booking of meeting rooms');
    await page.goto(`/workflows/${id}`);
    await page.getByLabel('E-mail').fill('operator@example.org');
    await page.getByLabel('Password').fill('operator-password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Booking of meeting rooms' })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(`/workflows/${id}`);
  });

  test('never leaves the console for a foreign return address', async ({ page }) => {
    await page.goto('/login?return=//evil.example/');
    await page.getByLabel('E-mail').fill('viewer@example.org');
    await page.getByLabel('Password').fill('viewer-password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible();
  });

  test('names what is missing or wrong', async ({ page, platform, expectedErrors }) => {
    expectedErrors.push(/429/);
    await page.goto('/login');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
    await expect(page.getByLabel('E-mail')).toBeFocused();
    await page.getByLabel('E-mail').fill('viewer@example.org');
    await page.getByLabel('Password').fill('guess');
    await page.getByLabel('Password').press('Enter');
    await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
    platform.fail('POST', /login/, new FixtureProblem(429, 'too-many-attempts', 'Too many attempts', 'Wait a minute.'));
    await page.getByLabel('Password').press('Enter');
    await expect(page.getByText('Too many attempts. Wait a minute.')).toBeVisible();
  });

  test('is asked for again when the session ends, and brings back to where one was', async ({
    page,
    platform,
    signIn,
  }) => {
    await signIn('viewer');
    const { id } = platform.startWorkflow('Booking of meeting rooms');
    await page.goto(`/workflows/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Booking of meeting rooms' })).toBeVisible();
    platform.endSessions();
    await expect(page.getByText('Your session ended.')).toBeVisible();
    await page.getByLabel('E-mail').fill('viewer@example.org');
    await page.getByLabel('Password').fill('viewer-password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Booking of meeting rooms' })).toBeVisible();
  });

  test('ends with signing out', async ({ page, signIn, platform }) => {
    await signIn('viewer');
    await page.goto('/account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(platform.state.sessions.size).toBe(0);
  });
});
