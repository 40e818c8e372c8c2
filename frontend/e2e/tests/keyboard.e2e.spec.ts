import { expect, expectAccessible, test } from '../browser-test.ts';

test('a workflow is found, reviewed and approved without a pointer', async ({ page, platform, signIn }, {
  project,
}) => {
  await signIn('approver');
  const workflow = platform.startedAndWaiting('A lending library');
  await page.goto('/workflows');
  await expect(page.getByRole('link', { name: 'A lending library' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await page.getByRole('link', { name: /Approve Design/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Approve Design' })).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('radio', { name: 'Approve as-is' })).toBeChecked();
  const send = page.getByRole('button', { name: 'Approve', exact: true });
  for (
    let presses = 0;
    presses < 60 && !(await send.evaluate((button) => button === document.activeElement));
    presses += 1
  )
    await page.keyboard.press('Tab');
  await expect(send).toBeFocused();
  const outline = await send.evaluate((button) => getComputedStyle(button).outlineStyle);
  expect(outline, `visible focus on ${project.name}`).toBe('solid');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The workflow goes on.').first()).toBeVisible();
  expect(workflow.requests[0]?.status).toBe('approved');
});

test('the shortcuts are listed under a question mark, keep the focus inside and can be turned off', async ({
  page,
  signIn,
}) => {
  await signIn('operator');
  await page.goto('/workflows');
  await expect(page.getByText('No workflows yet')).toBeVisible();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText('Start a workflow')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.goto('/account');
  await page.getByLabel('Act on single keys').uncheck();
  await page.goto('/workflows');
  await expect(page.getByText('No workflows yet')).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await expect(dialog).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe('/workflows');
});

test('the chosen colours are there before anything is drawn, and survive a reload', async ({ page, signIn }) => {
  await signIn('viewer');
  await page.goto('/workflows');
  await page.getByRole('button', { name: 'Use dark colours' }).click();
  await expect(page.locator('html')).toHaveClass(/dark/);
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.body !== null);
  await expect(page.locator('html')).toHaveClass(/dark/);
  await expect(page.getByRole('button', { name: 'Use light colours' })).toBeVisible();
});

test('a confirmation is accessible and gives the focus back', async ({ page, platform, signIn }) => {
  await signIn('operator');
  const { id } = platform.startWorkflow('A lending library');
  await page.goto(`/workflows/${id}`);
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await cancel.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog', { name: 'Cancel this workflow?' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(cancel).toBeFocused();
});
