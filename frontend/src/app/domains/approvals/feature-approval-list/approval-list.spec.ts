import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { sampleRequest } from '../../../testing/samples';
import { ApprovalList } from './approval-list';

const routes = [{ path: 'approvals', component: ApprovalList }];
const listing = 'GET /api/hitl/requests';

function page(requests: object[], next: string | null = null): object {
  return { requests, total_count: requests.length, next_cursor: next };
}

describe('the list of approvals', () => {
  it('shows what waits and follows the news', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api
      .on(listing, page([]))
      .on('GET /api/workflows', { workflows: [{ id: 'wf_1', title: 'A lending library' }] });
    await test.goTo('/approvals');
    expect(test.text).toContain('Nothing waits for you');
    test.api.on(listing, page([sampleRequest()])).on('GET /api/hitl/requests/hitl_1', sampleRequest());
    await test.receive({ type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1' });
    expect(test.text).toContain('Approve Design');
    expect(test.text).toContain('A lending library');
    expect(test.text).toContain('Waiting for an answer');
  });

  it('shows answered ones when all are wanted', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api.on(listing, ({ query }) =>
      page(query.get('status') === 'all' ? [sampleRequest({ status: 'rejected' })] : []),
    );
    await test.goTo('/approvals');
    await test.click('a', 'All');
    await test.until(() => test.text.includes('Rejected'));
    test.api.on(listing, page([]));
    await test.goTo('/approvals?show=open');
    await test.goTo('/approvals?show=all');
    expect(test.text).toContain('No approvals yet');
  });

  it('appends further pages, or says why not', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api.on(listing, ({ query }) =>
      query.has('cursor')
        ? page([sampleRequest({ id: 'hitl_2', title: 'Approve Launch' })], 'd')
        : page([sampleRequest()], 'c'),
    );
    await test.goTo('/approvals');
    await test.click('button', 'Show more');
    expect(test.text).toContain('Approve Launch');
    test.api.on(listing, problem(503, 'busy'));
    await test.click('button', 'Show more');
    expect(test.text).toContain('Detail of busy.');
    test.api.on(listing, page([sampleRequest()]));
    await test.click('button', 'Try again');
    expect(test.text).toContain('Approve Design');
  });
});
