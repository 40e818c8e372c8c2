import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { sampleArtifact, sampleReference, sampleRequest } from '../../../testing/samples';
import type { HitlRequestView } from '../data/approval';
import { ApprovalDetail } from './approval-detail';

const routes = [{ path: 'approvals/:requestId', component: ApprovalDetail }];
const reading = 'GET /api/hitl/requests/hitl_1';
const responding = 'POST /api/hitl/requests/hitl_1/respond';

async function open(role: 'viewer' | 'approver', changes: Partial<HitlRequestView> = {}): Promise<ConsoleTest> {
  const test = await ConsoleTest.create(routes, role);
  test.api
    .on(reading, sampleRequest(changes))
    .on('GET /api/workflows/wf_1/status', { id: 'wf_1', title: 'A lending library' })
    .on('GET /api/hitl/requests', { requests: [], total_count: 0, next_cursor: null })
    .on('GET /api/artifacts/art_1/content', { artifact: sampleArtifact(), content: '# Architecture\n\nTwo services.' })
    .on(responding, { success: true, resolved_at: '2026-01-01T10:00:00.000Z', workflow_resumed: true });
  await test.goTo('/approvals/hitl_1');
  return test;
}

function answered(response: 'approved' | 'modified', feedback: string): HitlRequestView {
  const answered_at = '2026-01-01T10:05:00.000Z';
  const by = { answered_by: 'usr_2', answered_by_name: 'Grace Example', answered_at };
  return sampleRequest({
    status: response,
    response: { response, feedback, modifications: ['Name the queue'], ...by },
  });
}

describe('an approval', () => {
  it('shows the documents at the version under review', async () => {
    const test = await open('viewer');
    expect(test.text).toContain('Two services.');
    expect(test.text).toContain('Open the workflow: A lending library');
    expect(test.text).toContain('Simulated');
    expect(test.api.of('GET /api/artifacts/art_1/content')[0]?.query.get('version')).toBe('1');
    expect(test.text).toContain('needs the approver role; yours is viewer');
    expect(test.page.querySelector('input[type=radio]')).toBeNull();
  });

  it('fetches a document when its tab is opened, and again when that failed', async () => {
    const other = sampleReference({ artifact_id: 'art_2', version_id: 'ver_2', path: 'plan.md' });
    const test = await open('viewer', { artifact_versions: [other, sampleReference()] });
    test.api.on('GET /api/artifacts/art_2/content', problem(503, 'busy'));
    await test.click('button', 'plan.md');
    expect(test.text).toContain('Detail of busy.');
    test.api.on('GET /api/artifacts/art_2/content', { artifact: sampleArtifact(), content: 'The plan' });
    await test.click('button', 'Try again');
    expect(test.text).toContain('The plan');
    expect(test.api.of('GET /api/artifacts/art_1/content')).toHaveLength(1);
  });

  it('is approved with or without words', async () => {
    const test = await open('approver');
    expect(test.text).not.toContain('newer platform');
    test.find<HTMLInputElement>('input[value=approved]').click();
    await test.settle();
    test.api.on(reading, answered('approved', ''));
    await test.click('button', 'Approve');
    expect(test.api.of(responding)[0]?.body).toEqual({ response: 'approved', feedback: '' });
    expect(test.text).toContain('The workflow goes on.');
    expect(test.text).toContain('Grace Example');
    expect(test.text).toContain('Name the queue');
  });

  it('needs an answer, and words with anything but an approval', async () => {
    const test = await open('approver');
    await test.click('button', 'Send answer');
    expect(test.text).toContain('Choose an answer.');
    await test.press('r');
    await test.click('button', 'Reject');
    expect(test.text).toContain('Say what has to change');
    await test.type('#feedback', 'x'.repeat(4_001));
    expect(test.text).toContain('Shorten the feedback to 4000 characters.');
    expect(test.api.of(responding)).toHaveLength(0);
    await test.type('#feedback', ' Too vague. ');
    await test.click('button', 'Reject');
    expect(test.api.of(responding)[0]?.body).toEqual({ response: 'rejected', feedback: 'Too vague.' });
  });

  it('says who was faster', async () => {
    const test = await open('approver');
    await test.press('a');
    test.api.on(responding, problem(409, 'already-answered')).on(reading, answered('modified', 'Once more.'));
    await test.click('button', 'Approve');
    expect(test.text).toContain('Your answer was not recorded: Detail of already-answered.');
    expect(test.text).toContain('Once more.');
  });

  it('repeats a lost answer under the same key', async () => {
    const test = await open('approver');
    await test.press('a');
    test.api.on(responding, new TypeError('Failed to fetch'));
    await test.click('button', 'Approve');
    await test.click('button', 'Approve');
    await test.type('#feedback', 'Fine');
    await test.click('button', 'Approve');
    const keys = test.api.of(responding).map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
    expect(test.text).toContain('The platform did not answer.');
  });

  it('closes under the eyes of the reader', async () => {
    const test = await open('approver');
    test.api.on(reading, sampleRequest({ status: 'cancelled' }));
    await test.receive({ type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1' });
    expect(test.text).toContain('The workflow no longer waits for an answer.');
    expect(test.page.querySelector('form')).toBeNull();
  });

  it('may be about no document at all', async () => {
    const test = await open('viewer', { artifact_versions: [] });
    expect(test.text).toContain('This question is not about a document.');
  });

  it('leads from the top of a small screen to its answer', async () => {
    const test = await open('approver');
    await test.click('button', 'Go to the answer');
    expect(document.activeElement?.textContent).toContain('Your answer');
  });

  it('that does not exist leads back to the list', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    await test.goTo('/approvals/hitl_9');
    expect(test.text).toContain('Title of not-found');
    expect(test.find('a', 'Back to approvals')).toBeTruthy();
  });
});
