import { expect, test } from '@playwright/test';

/** Who signs in to the running platform. */
function credential(name: 'BOTARMY_EMAIL' | 'BOTARMY_PASSWORD'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Set ${name} to sign in to the platform at BASE_URL.`);
  return value;
}

const projectBrief = 'A lending library for a village\nMembers borrow at most 5 items; reminders go out after 21 days.';

test('on the running platform a brief is started, approved where asked, and finishes', async ({ page }) => {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
  });
  await page.goto('/');
  await page.getByLabel('E-mail').fill(credential('BOTARMY_EMAIL'));
  await page.getByLabel('Password').fill(credential('BOTARMY_PASSWORD'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Workflows' })).toBeVisible();
  await page.goto('/workflows/new');
  await page.getByLabel('Brief').fill(projectBrief);
  await page.getByRole('button', { name: 'Start workflow' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'A lending library for a village' })).toBeVisible();

  const address = page.url();
  const review = page.getByRole('link', { name: 'Review and answer' });
  const completed = page.getByRole('group', { name: 'Events, newest first' }).getByText('Workflow completed');
  for (;;) {
    await expect(review.or(completed).first()).toBeVisible({ timeout: 120_000 });
    if (await completed.isVisible()) break;
    await review.first().click();
    await page.getByRole('radio', { name: /^Approve/ }).check();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect(page.getByText('Your answer is recorded.')).toBeVisible();
    await page.goto(address);
    await expect(review).toHaveCount(0);
  }
  await expect(page.getByRole('progressbar', { name: 'Progress of the workflow' })).toHaveAttribute(
    'aria-valuenow',
    '100',
  );
  await page.getByRole('link', { name: /^deployment_plan\.md/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Download' })).toBeVisible();
  expect(errors).toEqual([]);
});
