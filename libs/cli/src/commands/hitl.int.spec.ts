import { CliRig } from '../cli-rig.fixture';

describe('a request to people at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const request = {
    id: 'hitl_a',
    workflow_id: 'wf_a',
    agent_id: 'architect',
    type: 'approval',
    title: 'Architecture Review Required',
    description: 'Please\nreview',
    status: 'approved',
    created_at: 'noon',
    resolved_at: 'one',
    context: { stage: 'design', artifacts: ['architecture.md'] },
    options: [{ value: 'approve', label: 'Approve as-is' }],
    artifact_versions: [
      { artifact_id: 'art_a', version_id: 'ver_a', version: 1, path: 'architecture.md', sha256: 'x', size_bytes: 1 },
    ],
    response: {
      response: 'approved',
      feedback: 'Good',
      modifications: ['a', 'b'],
      answered_by: 'usr_a',
      answered_by_name: 'Ada',
      answered_at: 'one',
    },
  };

  it('is listed and shown', async () => {
    rig.answer('GET /api/hitl/requests', () => ({ requests: [request], total_count: 1, next_cursor: null }));
    rig.answer('GET /api/hitl/requests/hitl_a', () => request);
    const list = await rig.run(['hitl', 'list', '--status', 'all', '--workflow', 'wf_a']);
    expect(list.stdout).toMatch(/^hitl_a +approved +architect +noon +Architecture Review Required$/m);
    expect(rig.requests[0]?.path).toBe('/api/hitl/requests?status=all&workflow_id=wf_a');
    const { stdout } = await rig.run(['hitl', 'show', 'hitl_a']);
    expect(stdout).toMatch(
      /answered by +Ada[^]*modifications +a; b[^]*architecture\.md +1 +art_a[^]*approve +Approve as-is/,
    );
  });

  it('is answered', async () => {
    rig.answer('POST /api/hitl/requests/hitl_a/respond', () => ({
      success: true,
      resolved_at: 'one',
      workflow_resumed: true,
    }));
    const { stdout } = await rig.run([
      'hitl',
      'respond',
      'hitl_a',
      'modify',
      '--modification',
      'Shorter',
      '--feedback',
      'Too long',
    ]);
    expect(stdout).toBe('Recorded at one. The workflow goes on.\n');
    expect(rig.requests[0]?.body).toEqual({ response: 'modify', feedback: 'Too long', modifications: ['Shorter'] });
  });

  it('is found in the inbox, approved and rejected', async () => {
    rig.answer('GET /api/hitl/requests', () => ({ requests: [request], total_count: 1, next_cursor: null }));
    const inbox = await rig.run(['inbox', '--agent', 'architect']);
    expect(inbox.stdout).toMatch(/^hitl_a +architect +noon +Architecture Review Required$/m);
    expect(rig.requests[0]?.path).toBe('/api/hitl/requests?mine=true&agent_id=architect');
    rig.answer('POST /api/hitl/requests/hitl_a/respond', () => ({
      success: true,
      resolved_at: 'one',
      workflow_resumed: false,
      votes: { needed: 2, approved_by: ['usr_a'], objected_by: [] },
    }));
    const approved = await rig.run(['approve', 'hitl_a']);
    expect(approved.stdout).toBe('Recorded at one. 1 of 2 have approved.\n');
    await rig.run(['reject', 'hitl_a', 'Too dear']);
    expect(rig.requests.slice(1).map(({ body }) => body)).toEqual([
      { response: 'approve' },
      { response: 'reject', feedback: 'Too dear' },
    ]);
  });

  it('has a trail', async () => {
    rig.answer('GET /api/hitl/requests/hitl_a/records', () => ({
      records: [{ seq: 1, type: 'asked', occurred_at: 'noon', data: { binding: 'x' } }],
    }));
    const { stdout } = await rig.run(['hitl', 'records', 'hitl_a']);
    expect(stdout).toMatch(/^noon +asked +\{"binding":"x"\}$/m);
  });

  it('that somebody else answered is a conflict, also as JSON', async () => {
    rig.refuse('POST /api/hitl/requests/hitl_a/respond', 409, 'already-answered', { answered_by_name: 'Bob' });
    const { code, stdout } = await rig.run(['hitl', 'respond', 'hitl_a', 'approve', '--json']);
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ status: 409, code: 'already-answered', answered_by_name: 'Bob' });
  });
});
