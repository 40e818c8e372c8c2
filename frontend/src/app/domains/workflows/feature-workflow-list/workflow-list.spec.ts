import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { sampleSummary } from '../../../testing/samples';
import { WorkflowList } from './workflow-list';

const routes = [
  { path: 'workflows', component: WorkflowList },
  { path: 'workflows/new', component: WorkflowList },
];

function page(...workflows: object[]): object {
  return { workflows, total_count: workflows.length, next_cursor: null };
}

const progress = {
  type: 'workflow_progress',
  workflow_id: 'wf_1',
  current_stage: 'Design',
  current_agent: 'architect',
  seq: 9,
};

describe('the list of workflows', () => {
  it('shows what each one does', async () => {
    const test = await ConsoleTest.create(routes, 'operator');
    test.api.on(
      'GET /api/workflows',
      page(sampleSummary({ pending_requests: 2 }), sampleSummary({ id: 'wf_2', title: 'Other', status: 'failed' })),
    );
    await test.goTo('/workflows');
    expect(test.text).toContain('A lending library');
    expect(test.text).toContain('2 approvals wait');
    expect(test.text).toContain('Failed');
    expect(test.find('a', 'Start workflow').getAttribute('href')).toBe('/workflows/new');
  });

  it('moves with progress and is read again when a status changes or a workflow is new', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api.on('GET /api/workflows', page(sampleSummary()));
    await test.goTo('/workflows');
    const readings = () => test.api.of('GET /api/workflows').length;
    await test.receive({ ...progress, status: 'in_progress', progress: 55 });
    expect(test.text).toContain('55 %');
    expect(test.text).toContain('Design');
    expect(readings()).toBe(1);
    await test.receive({ ...progress, status: 'completed', progress: 100 });
    expect(readings()).toBe(2);
    await test.receive({ ...progress, workflow_id: 'wf_new', status: 'started', progress: 0 });
    await test.until(() => readings() === 3);
  });

  it('appends further pages without doubling rows', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    const second = sampleSummary({ id: 'wf_2', title: 'Second' });
    test.api.on('GET /api/workflows', ({ query }) =>
      query.get('cursor') === 'c'
        ? { workflows: [sampleSummary(), second], total_count: 2, next_cursor: null }
        : { workflows: [sampleSummary()], total_count: 2, next_cursor: 'c' },
    );
    await test.goTo('/workflows');
    await test.click('button', 'Show more');
    expect(test.text).toContain('2 of 2');
    expect(test.text.match(/A lending library/g)).toHaveLength(1);
  });

  it('can be narrowed to a status', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api.on('GET /api/workflows', ({ query }) =>
      query.get('status') === 'paused' ? page() : page(sampleSummary()),
    );
    await test.goTo('/workflows?status=nonsense');
    expect(test.text).toContain('A lending library');
    await test.choose('#status', 'paused');
    await test.until(() => test.text.includes('No workflow has this status'));
    expect(test.text).toContain('Show all workflows');
  });

  it.each([
    ['operator', 'Start the first workflow'],
    ['viewer', 'as soon as an operator starts one'],
  ] as const)('when empty tells an %s what comes next', async (role, words) => {
    const test = await ConsoleTest.create(routes, role);
    test.api.on('GET /api/workflows', page());
    await test.goTo('/workflows');
    expect(test.text).toContain(words);
  });

  it('says what is wrong and tries again', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api.on('GET /api/workflows', new TypeError('Failed to fetch'));
    await test.goTo('/workflows');
    expect(test.text).toContain('The platform did not answer');
    test.api.on('GET /api/workflows', page(sampleSummary()));
    await test.click('button', 'Try again');
    expect(test.text).toContain('A lending library');
  });

  it('shows why a further page could not be had', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api.on('GET /api/workflows', ({ query }) =>
      query.has('cursor') ? problem(503, 'busy') : { workflows: [sampleSummary()], total_count: 2, next_cursor: 'c' },
    );
    await test.goTo('/workflows');
    await test.click('button', 'Show more');
    expect(test.text).toContain('Detail of busy.');
  });
});
