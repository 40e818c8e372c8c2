import { expect, expectAccessible, test } from '../browser-test.ts';

test('an agent is asked and its answer seen while it is written', async ({ page, platform, signIn }) => {
  await signIn('operator');
  await page.goto('/chat');
  await page.getByLabel('Agent to talk with').selectOption('architect');
  await page.getByRole('button', { name: 'New chat' }).click();
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill('Why one service?');
  await box.press('Enter');
  await expect(page.getByText('writing…')).toBeVisible();
  const conversation = platform.state.conversations[0];
  const answer = conversation?.messages.at(-1);
  if (conversation === undefined || answer === undefined) throw new Error('nothing was said');
  conversation.write(answer, 0, 'Because **fewer');
  await expect(page.getByText('Because', { exact: false })).toBeVisible();
  conversation.finish(answer, 'Because **fewer parts** fail.');
  await expect(page.locator('strong', { hasText: 'fewer parts' })).toBeVisible();
  await expect(page.getByText('writing…')).toBeHidden();
  await expectAccessible(page);
});

test('a workflow is talked about where it is shown, with commands suggested and refused clearly', async ({
  page,
  platform,
  signIn,
  expectedErrors,
}) => {
  expectedErrors.push(/422/);
  await signIn('approver');
  const workflow = platform.startedAndWaiting('A lending library for a village');
  await page.goto(`/workflows/${workflow.id}`);
  await page.getByRole('heading', { name: 'Conversation' }).scrollIntoViewIfNeeded();
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill('/sta');
  await page.getByRole('button', { name: /^\/status/ }).click();
  await expect(box).toHaveValue('/status ');
  await box.fill('/launch');
  await box.press('Enter');
  await expect(page.getByRole('alert')).toContainText('There is no such command');
  await box.fill('@tester <img src=x onerror=alert(1)> what is missing?');
  await box.press('Enter');
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await expect(page.getByText('writing…')).toBeVisible();
  await expectAccessible(page);
});
