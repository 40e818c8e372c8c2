import { expect, test } from '../browser-test.ts';

const brief = 'A lending library for a village';

test('a viewer reads the request and finds no way to answer it', async ({ page, platform, signIn }) => {
  await signIn('viewer');
  const workflow = platform.startedAndWaiting(brief);
  await page.goto(`/approvals/${workflow.requests[0]?.id}`);
  await expect(page.getByText('Answering it needs the approver role; yours is viewer.')).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Approve|Send/ })).toHaveCount(0);
  await page.keyboard.press('a');
  expect(workflow.status).toBe('waiting_for_human');
});

test('modifications need words, and the words arrive', async ({ page, platform, signIn }) => {
  await signIn('approver');
  const workflow = platform.startedAndWaiting(brief);
  await page.goto('/approvals');
  await page.getByRole('link', { name: /Approve Design/ }).click();
  await page.getByRole('button', { name: 'Send answer' }).click();
  await expect(page.getByText('Choose an answer.')).toBeVisible();
  await page.getByRole('radio', { name: 'Request modifications' }).check();
  await page.getByRole('button', { name: 'Request modifications' }).click();
  await expect(page.getByText('Say what has to change')).toBeVisible();
  await page.getByRole('textbox', { name: /^Feedback/ }).fill('Name the reader types.');
  await page.getByRole('button', { name: 'Request modifications' }).click();
  await expect(page.getByText('Name the reader types.')).toBeVisible();
  expect(workflow.requests[0]?.response).toMatchObject({ response: 'modified', feedback: 'Name the reader types.' });
});

test('a second answer learns who was faster', async ({ page, platform, signIn, expectedErrors }) => {
  expectedErrors.push(/409/);
  await signIn('approver');
  const workflow = platform.startedAndWaiting(brief);
  const request = workflow.requests[0];
  if (request === undefined) throw new Error('The workflow asked for nothing.');
  const release = platform.hold(/respond/);
  await page.goto(`/approvals/${request.id}`);
  await page.getByRole('radio', { name: 'Reject and restart' }).check();
  await page.getByRole('textbox', { name: /^Feedback/ }).fill('Too vague.');
  await page.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Sending…' })).toBeDisabled();
  workflow.answer(request, 'approved', 'Fine with me.', 'Admin Example');
  release();
  await expect(page.getByText('Your answer was not recorded: Somebody else was faster.')).toBeVisible();
  await expect(page.getByText('Admin Example')).toBeVisible();
  await expect(page.getByText('Fine with me.')).toBeVisible();
});

test('a request closes on every screen when its workflow is cancelled', async ({ page, platform, signIn }) => {
  await signIn('approver');
  const workflow = platform.startedAndWaiting(brief);
  await page.goto(`/approvals/${workflow.requests[0]?.id}`);
  await expect(page.getByRole('radio', { name: 'Approve as-is' })).toBeVisible();
  workflow.cancel('Superseded');
  await expect(page.getByText('Closed without an answer')).toHaveCount(2);
  await expect(page.getByRole('radio')).toHaveCount(0);
});

test('the list and the number beside its entry follow what is asked and answered', async ({
  page,
  platform,
  signIn,
}) => {
  await signIn('approver');
  await page.goto('/approvals');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  const workflow = platform.startedAndWaiting(brief);
  await expect(page.getByRole('link', { name: /Approve Design/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Approvals 1 waiting' })).toBeVisible();
  for (const request of workflow.requests) workflow.answer(request, 'approved', '', 'Admin Example');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await page.getByRole('link', { name: 'All' }).click();
  await expect(page.getByRole('link', { name: /Approve Design/ })).toBeVisible();
});
