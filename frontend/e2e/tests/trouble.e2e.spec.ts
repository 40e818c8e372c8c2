import { expect, test } from '../browser-test.ts';
import { unknownId } from '../fixture/fixture-api.ts';
import { FixtureProblem } from '../fixture/problem.ts';

const broken = new FixtureProblem(
  503,
  'orchestrator-unavailable',
  'Workflows cannot be read',
  'The orchestrator is starting. Try again in a few seconds.',
);

test.beforeEach(({ expectedErrors }) => {
  // The browser logs every refused request.
  expectedErrors.push(/Failed to load resource/);
});

const places = [
  {
    name: 'the list of workflows',
    address: () => '/workflows',
    fails: /^\/api\/workflows$/,
    afterwards: 'A lending library',
  },
  { name: 'a workflow', address: (id: string) => `/workflows/${id}`, fails: /status$/, afterwards: 'Live output' },
  {
    name: 'the start form',
    address: () => '/workflows/new',
    fails: /^\/api\/status$/,
    afterwards: 'Software development life cycle',
  },
  { name: 'the list of approvals', address: () => '/approvals', fails: /requests$/, afterwards: 'Approve Design' },
];

for (const { name, address, fails, afterwards } of places) {
  test(`${name} says what is wrong and loads on the next try`, async ({ page, platform, signIn }) => {
    await signIn('approver');
    const workflow = platform.startedAndWaiting('A lending library');
    // The number of waiting approvals is read from the same address as their list.
    platform.fail('GET', fails, broken, 9);
    await page.goto(address(workflow.id));
    await expect(page.getByText('Workflows cannot be read')).toBeVisible();
    await expect(page.getByText('The orchestrator is starting.')).toBeVisible();
    platform.heal();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText(afterwards).first()).toBeVisible();
  });
}

test('what does not exist offers the way back instead of another try', async ({ page, signIn }) => {
  await signIn('viewer');
  await page.goto(`/workflows/${unknownId('wf')}`);
  await expect(page.getByText('No such workflow')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Back to workflows' }).click();
  await expect(page.getByText('No workflows yet')).toBeVisible();
});

test('a platform that does not answer is named, and the wanted page loads once it does', async ({
  page,
  platform,
  signIn,
}) => {
  await signIn('viewer');
  platform.fail('GET', /me$/, 'cut', 5);
  await page.goto('/approvals');
  await expect(page.getByText('The platform did not answer')).toBeVisible();
  platform.heal();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
});

test('a refused command becomes a notice with the reason', async ({ page, platform, signIn }) => {
  await signIn('operator');
  const { id } = platform.startWorkflow('A lending library');
  const refusal = new FixtureProblem(409, 'workflow-ended', 'Too late', 'The workflow has ended already.');
  platform.fail('POST', /pause/, refusal);
  await page.goto(`/workflows/${id}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('status', { name: 'Notices' })).toContainText(
    'Too late. The workflow has ended already.',
  );
  await page.getByRole('button', { name: 'Dismiss notice' }).click();
  await expect(page.getByText('Too late.')).toHaveCount(0);
});

test('an installation without processes says so', async ({ page, platform, signIn }) => {
  platform.state.hasProcesses = false;
  await signIn('operator');
  await page.goto('/workflows/new');
  await expect(page.getByText('No process is installed')).toBeVisible();
});

test('a device without a network is told that what it sees may be old', async ({ page, signIn, context }) => {
  await signIn('viewer');
  await page.goto('/workflows');
  await expect(page.getByText('No workflows yet')).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('You are offline.')).toHaveCount(0);
});
