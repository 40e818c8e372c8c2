import { expect, test } from '../browser-test.ts';

const brief = 'A lending library for a village';

test('a document is rendered without its markup, its images and its traps', async ({ page, platform, signIn }) => {
  await signIn('viewer');
  const workflow = platform.startedAndWaiting(brief);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`/workflows/${workflow.id}`);
  await page.getByRole('link', { name: /^requirements\.md/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Requirements analysis' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Export as CSV' })).toBeVisible();
  const handbook = page.getByRole('link', { name: 'the handbook' });
  await expect(handbook).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(page.getByRole('link', { name: 'a trap' })).toHaveCount(0);
  await expect(page.getByRole('tabpanel', { name: 'Document' }).getByText('<script>')).toBeVisible();
  await expect(page.locator('main img')).toHaveCount(0);
  await expect(page).toHaveTitle('requirements.md · BotArmy');
  expect(requests.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([]);
});

test('its facts are shown and its file can be had', async ({ page, platform, signIn }) => {
  await signIn('viewer');
  const workflow = platform.startedAndWaiting(brief);
  const stored = workflow.documents.get('architecture.md')?.[0];
  await page.goto(`/workflows/${workflow.id}/artifacts/${stored?.metadata.id}`);
  await expect(page.getByText(String(stored?.metadata['checksum']))).toBeVisible();
  await expect(page.getByText('Yes, no real model was asked')).toBeVisible();
  await page.getByRole('tab', { name: 'Source' }).click();
  await expect(page.getByText('# Architecture design')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect((await downloading).suggestedFilename()).toBe('architecture.md');
});

test('earlier versions can be chosen and say that they are not the newest', async ({ page, platform, signIn }) => {
  await signIn('viewer');
  const workflow = platform.startedAndWaiting(brief);
  const request = workflow.requests[0];
  if (request === undefined) throw new Error('The workflow asked for nothing.');
  workflow.answer(request, 'modified', 'Once more.', 'Admin Example');
  workflow.advanceUntil(({ status }) => status === 'waiting_for_human');
  await page.goto(`/workflows/${workflow.id}/artifacts/${workflow.documents.get('architecture.md')?.[0]?.metadata.id}`);
  await expect(page.getByLabel('Version')).toHaveValue('2');
  await page.getByLabel('Version').selectOption('1');
  await expect(page.getByText('Version 2 is newer than the one shown.')).toBeVisible();
  expect(new URL(page.url()).search).toBe('?version=1');
});
