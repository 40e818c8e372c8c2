import type { Page } from '@playwright/test';

import { expect, expectAccessible, test } from '../browser-test.ts';
import { SHARED_TOKEN } from '../fixture/conversation-routes.ts';
import type { FixturePlatform } from '../fixture/fixture-platform.ts';

const brief = 'A lending library for a village: members, loans, reminders\nAt most 5 loans each.';

interface PageCase {
  readonly name: string;
  readonly role?: string;
  readonly prepare: (platform: FixturePlatform) => string;
  readonly isReady: (page: Page) => Promise<void>;
}

const questions = [
  {
    id: 'database',
    text: 'What database would you prefer?',
    options: ['PostgreSQL', 'MongoDB', 'SQLite'],
    default: 'PostgreSQL',
    required: true,
  },
  {
    id: 'users',
    text: 'How many members are expected in the first year?',
    schema: { type: 'integer' },
    required: true,
  },
  { id: 'remarks', text: 'Is there anything the agent should know about the old system?', required: false },
];

const pages: readonly PageCase[] = [
  {
    name: 'sign-in',
    prepare: () => '/login',
    isReady: (page) => expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible(),
  },
  {
    name: 'workflows-empty',
    role: 'operator',
    prepare: () => '/workflows',
    isReady: (page) => expect(page.getByText('No workflows yet')).toBeVisible(),
  },
  {
    name: 'workflows',
    role: 'approver',
    prepare: (platform) => {
      platform.startWorkflow('Inventory for a bicycle repair shop with three mechanics').advanceUntil(() => false);
      platform.startedAndWaiting(brief);
      const cancelled = platform.startWorkflow('Shift planner for a hospital ward');
      cancelled.advanceUntil(({ seq }) => seq > 12);
      cancelled.cancel('Superseded');
      platform.startWorkflow('Booking of meeting rooms').advanceUntil(({ seq }) => seq > 6);
      return '/workflows';
    },
    isReady: (page) => expect(page.getByRole('link', { name: /lending library/ })).toBeVisible(),
  },
  {
    name: 'start-workflow',
    role: 'operator',
    prepare: () => '/workflows/new',
    isReady: (page) => expect(page.getByRole('button', { name: 'Start workflow' })).toBeVisible(),
  },
  {
    name: 'workflow-running',
    role: 'approver',
    prepare: (platform) => {
      const workflow = platform.startWorkflow(brief);
      workflow.advanceUntil(({ seq }) => seq > 13);
      for (let piece = 0; piece < 5; piece += 1) workflow.step();
      return `/workflows/${workflow.id}`;
    },
    isReady: (page) => expect(page.getByText('writing…')).toBeVisible(),
  },
  {
    name: 'workflow-waiting',
    role: 'approver',
    prepare: (platform) => `/workflows/${platform.startedAndWaiting(brief).id}`,
    isReady: (page) => expect(page.getByRole('link', { name: 'Review and answer' })).toBeVisible(),
  },
  {
    name: 'workflow-completed',
    role: 'viewer',
    prepare: (platform) => {
      const workflow = platform.startedAndWaiting(brief);
      for (const request of workflow.requests) workflow.answer(request, 'approved', 'Good.', 'Approver Example');
      workflow.advanceUntil(() => false);
      return `/workflows/${workflow.id}`;
    },
    isReady: (page) => expect(page.getByText('Workflow completed')).toBeVisible(),
  },
  {
    name: 'approvals-empty',
    role: 'approver',
    prepare: () => '/approvals',
    isReady: (page) => expect(page.getByText('Nothing waits for you')).toBeVisible(),
  },
  {
    name: 'approvals',
    role: 'approver',
    prepare: (platform) => {
      platform.startedAndWaiting(brief);
      platform.startedAndWaiting('Inventory for a bicycle repair shop with three mechanics');
      return '/approvals';
    },
    isReady: (page) => expect(page.getByRole('link', { name: /lending library/ })).toBeVisible(),
  },
  {
    name: 'approval',
    role: 'approver',
    prepare: (platform) => `/approvals/${platform.startedAndWaiting(brief).requests[0]?.id}`,
    isReady: (page) => expect(page.getByRole('heading', { name: 'Architecture design' })).toBeVisible(),
  },
  {
    name: 'questions',
    role: 'approver',
    prepare: (platform) => {
      const request = platform.startedAndWaiting(brief).requests[0];
      if (request !== undefined) request.questions = questions;
      return `/approvals/${request?.id}`;
    },
    isReady: (page) => expect(page.getByRole('button', { name: 'Answer and go on' })).toBeVisible(),
  },
  {
    name: 'approval-as-viewer',
    role: 'viewer',
    prepare: (platform) => `/approvals/${platform.startedAndWaiting(brief).requests[0]?.id}`,
    isReady: (page) => expect(page.getByText('needs the approver role')).toBeVisible(),
  },
  {
    name: 'approval-answered',
    role: 'viewer',
    prepare: (platform) => {
      const workflow = platform.startedAndWaiting(brief);
      const request = workflow.requests[0];
      if (request !== undefined) workflow.answer(request, 'modified', 'Name the reader types.', 'Approver Example');
      return `/approvals/${request?.id}`;
    },
    isReady: (page) => expect(page.getByText('Name the reader types.')).toBeVisible(),
  },
  {
    name: 'artifact',
    role: 'viewer',
    prepare: (platform) => {
      const workflow = platform.startedAndWaiting(brief);
      return `/workflows/${workflow.id}/artifacts/${workflow.documents.get('architecture.md')?.[0]?.metadata.id}`;
    },
    isReady: (page) => expect(page.getByRole('heading', { name: 'Requirements' })).toBeVisible(),
  },
  {
    name: 'chat',
    role: 'operator',
    prepare: (platform) => `/chat/${talkedAbout(platform).id}`,
    isReady: (page) => expect(page.getByText('One deployable, three modules')).toBeVisible(),
  },
  {
    name: 'chat-list',
    role: 'operator',
    prepare: (platform) => {
      talkedAbout(platform);
      return '/chat';
    },
    isReady: (page) => expect(page.getByRole('link', { name: /Architect/ })).toBeVisible(),
  },
  {
    name: 'shared',
    prepare: (platform) => {
      talkedAbout(platform);
      return `/shared#${SHARED_TOKEN}`;
    },
    isReady: (page) => expect(page.getByText('One deployable, three modules')).toBeVisible(),
  },
  {
    name: 'account',
    role: 'operator',
    prepare: () => '/account',
    isReady: (page) => expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible(),
  },
  {
    name: 'not-found',
    role: 'operator',
    prepare: () => '/nowhere',
    isReady: (page) => expect(page.getByText('This page does not exist')).toBeVisible(),
  },
];

function talkedAbout(platform: FixturePlatform) {
  const conversation = platform.talk('Architect', { agentId: 'architect' });
  conversation.say('usr_operator', 'Operator Example', 'Why not three services? <b>Convince me.</b>');
  conversation.answer(
    'architect',
    'Architect',
    '## One deployable, three modules\n\nThe load is small (REQ-4), and one team runs it:\n\n- fewer parts fail\n- one database, no `saga`\n\n| choice | cost |\n|---|---|\n| one | low |\n| three | high |',
  );
  conversation.say('usr_admin', 'Admin Example', 'Agreed.');
  return conversation;
}

const shots = process.env['CONSOLE_SHOTS'];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    for (const { name, role, prepare, isReady } of pages) {
      test(`${name} is accessible, has one main heading and no horizontal overflow`, async ({
        page,
        platform,
        signIn,
        expectedErrors,
      }, { project }) => {
        if (role === undefined) expectedErrors.push(/401/);
        else await signIn(role);
        const address = prepare(platform);
        await page.goto(address);
        await isReady(page);
        if (shots !== undefined)
          await page.screenshot({ path: `${shots}/${name}-${project.name}-${colorScheme}.png`, fullPage: true });
        await expect(page.locator('h1')).toHaveCount(1);
        await expect(page).toHaveTitle(/ · BotArmy$/);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        await expectAccessible(page);
      });
    }
  });
}
