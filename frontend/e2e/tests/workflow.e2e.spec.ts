import { expect, test } from '../browser-test.ts';

const brief = 'A lending library for a village\nMembers, loans, reminders. At most 5 loans each.';

test('a brief becomes a workflow that is watched live, approved and finishes', async ({ page, platform, signIn }) => {
  await signIn('approver');
  await page.goto('/workflows');
  await page.getByRole('link', { name: 'Start the first workflow' }).click();
  await page.getByLabel('Brief').fill(brief);
  await page.getByRole('button', { name: 'Start workflow' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'A lending library for a village' })).toBeVisible();
  await expect(page.getByText('Simulated', { exact: true }).first()).toBeVisible();

  const workflow = platform.state.workflows[0];
  if (workflow === undefined) throw new Error('The console started no workflow.');
  await expect(page.getByText('Workflow started')).toBeVisible();

  const output = page.getByRole('region', { name: 'Text being written' });
  workflow.step();
  workflow.step();
  await expect(page.getByText('Analyst began Analyze execution plan')).toBeVisible();
  await expect(output.getByRole('heading', { name: 'Analyze execution plan' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Progress of Analyst' })).not.toHaveAttribute(
    'aria-valuenow',
    '0',
  );
  for (let piece = 0; piece < 5; piece += 1) workflow.step();
  await expect(output.getByRole('cell', { name: 'Borrow and return' })).toBeVisible();

  workflow.advanceUntil(({ status }) => status === 'waiting_for_human');
  await expect(page.getByText('Approval required:')).toBeVisible();
  await expect(page.getByRole('link', { name: 'architecture.md', exact: false }).first()).toBeVisible();

  await page.getByRole('link', { name: 'Review and answer' }).click();
  await expect(page.getByRole('heading', { name: 'Architecture design' })).toBeVisible();
  await page.getByRole('radio', { name: 'Approve as-is' }).check();
  await page.getByRole('textbox', { name: /^Feedback/ }).fill('Good, go on.');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByText('Your answer is recorded. The workflow goes on.')).toBeVisible();

  await page.getByRole('link', { name: 'Open the workflow' }).first().click();
  await expect(page.getByText('Good, go on.')).toBeVisible();
  workflow.advanceUntil(() => false);
  const timeline = page.getByRole('group', { name: 'Events, newest first' });
  await expect(timeline.getByText('Workflow completed')).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Progress of the workflow' })).toHaveAttribute(
    'aria-valuenow',
    '100',
  );
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
});

test('a brief that is empty or too long is refused before it is sent', async ({ page, platform, signIn }) => {
  await signIn('operator');
  await page.goto('/workflows/new');
  await page.getByRole('button', { name: 'Start workflow' }).click();
  await expect(page.getByText('Describe what is to be built.')).toBeVisible();
  await expect(page.getByLabel('Brief')).toBeFocused();
  await page.getByLabel('Brief').fill('x'.repeat(20_004));
  await expect(page.getByText('Shorten the brief by 4 characters.')).toBeVisible();
  await page.getByRole('button', { name: 'Start workflow' }).click();
  expect(platform.state.workflows).toHaveLength(0);
  await page.getByLabel('Brief').fill('x'.repeat(20_000));
  await page.getByRole('button', { name: 'Start workflow' }).click();
  await expect(page.getByRole('heading', { name: 'Live output' })).toBeVisible();
});

test('a start whose answer was lost is repeated without a second workflow', async ({
  page,
  platform,
  signIn,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_EMPTY_RESPONSE|ERR_CONNECTION/);
  await signIn('operator');
  await page.goto('/workflows/new');
  await page.getByLabel('Brief').fill(brief);
  const keys: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/start')) keys.push(request.headers()['idempotency-key'] ?? '');
  });
  // The browser itself repeats a request whose connection was cut, so that one cut is not enough to be seen.
  platform.fail('POST', /start/, 'cut', 9);
  await page.getByRole('button', { name: 'Start workflow' }).click();
  await expect(page.getByText('The platform did not answer.')).toBeVisible();
  platform.heal();
  await page.getByRole('button', { name: 'Start workflow' }).click();
  await expect(page.getByRole('heading', { name: 'Live output' })).toBeVisible();
  expect(new Set(keys).size).toBe(1);
  expect(platform.state.workflows).toHaveLength(1);
});

test('pausing, resuming and cancelling ask first and are shown', async ({ page, platform, signIn }) => {
  await signIn('operator');
  const workflow = platform.startWorkflow(brief);
  workflow.step();
  await page.goto(`/workflows/${workflow.id}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Keep running' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(workflow.status).toBe('in_progress');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('Reason (optional)').fill('Superseded');
  await page.getByRole('button', { name: 'Cancel the workflow' }).click();
  await expect(page.getByText('Superseded').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveCount(0);
});

test('a lost connection is announced, and nothing that happened meanwhile is missed or doubled', async ({
  page,
  platform,
  signIn,
  expectedErrors,
}) => {
  expectedErrors.push(/WebSocket connection/);
  await signIn('viewer');
  const workflow = platform.startWorkflow(brief);
  workflow.step();
  workflow.step();
  await page.goto(`/workflows/${workflow.id}`);
  await expect(page.getByText('writing…')).toBeVisible();
  platform.hub.drop(1001, true);
  await expect(page.getByText('Live updates are interrupted.')).toBeVisible();
  workflow.advanceUntil(({ seq }) => seq > 13);
  workflow.step();
  platform.hub.accept();
  await expect(page.getByText('Live updates are interrupted.')).toHaveCount(0);
  const timeline = page.getByRole('group', { name: 'Events, newest first' });
  await expect(timeline.getByText('Analyze completed')).toHaveCount(1);
  await expect(timeline.getByText('Analyst finished Requirements analysis')).toHaveCount(1);
  await expect(
    page.getByRole('region', { name: 'Text being written' }).getByRole('heading', { name: 'Design execution plan' }),
  ).toBeVisible();
});

test('a viewer finds neither start nor pause nor cancel', async ({ page, platform, signIn }) => {
  await signIn('viewer');
  const workflow = platform.startWorkflow(brief);
  await page.goto('/workflows');
  await expect(page.getByRole('link', { name: 'A lending library' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Start workflow' })).toHaveCount(0);
  await page.goto('/workflows/new');
  await expect(page.getByText('needs the operator role')).toBeVisible();
  await page.goto(`/workflows/${workflow.id}`);
  await expect(page.getByRole('heading', { name: 'Live output' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Pause|Cancel/ })).toHaveCount(0);
});

test('the list follows the progress of workflows and can be narrowed to a status', async ({
  page,
  platform,
  signIn,
}) => {
  await signIn('viewer');
  const workflow = platform.startWorkflow(brief);
  await page.goto('/workflows');
  const progress = page.getByRole('progressbar', { name: /lending library/ });
  await expect(progress).toHaveAttribute('aria-valuenow', '0');
  workflow.advanceUntil(({ seq }) => seq > 13);
  await expect(progress).toHaveAttribute('aria-valuenow', '20');
  await page.getByLabel('Status').selectOption('failed');
  await expect(page.getByText('No workflow has this status')).toBeVisible();
  await page.getByRole('link', { name: 'Show all workflows' }).click();
  await expect(progress).toBeVisible();
});
