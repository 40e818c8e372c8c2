import { CliRig } from '../cli-rig.fixture';

describe('a stop at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const reply = { stop_id: 'stop_a', stopped_at: 'noon', taken_back: 3 };

  it('is set with a reason', async () => {
    rig.answer('POST /api/stops', () => reply);
    const { stdout } = await rig.run(['stop', 'agent', 'developer', '--reason', 'It writes nonsense.']);
    expect(stdout).toContain('3 attempts were taken back');
    expect(stdout).toContain('botarmy lift stop_a');
    expect(rig.requests[0]?.body).toEqual({ scope: 'agent', subject: 'developer', reason: 'It writes nonsense.' });
  });

  it('is refused without one, and for anything but the four scopes', async () => {
    expect((await rig.run(['stop', 'everything'])).code).toBe(2);
    expect((await rig.run(['stop', 'something', '--reason', 'x'])).code).toBe(2);
    expect(rig.requests).toHaveLength(0);
  });

  it('is listed and lifted', async () => {
    const stop = { stop_id: 'stop_a', scope: 'everything', target_tenant: '*', subject: '', held_tasks: 4 };
    rig.answer('GET /api/stops', () => ({
      stops: [{ ...stop, reason: 'Drill', stopped_by: 'usr_a', stopped_at: 'noon' }],
    }));
    rig.answer('POST /api/stops/stop_a/lift', () => ({ lifted_at: 'one', released_tasks: 4 }));
    expect((await rig.run(['stops'])).stdout).toMatch(/^stop_a +everything +all +4 +noon +usr_a +Drill$/m);
    expect((await rig.run(['lift', 'stop_a'])).stdout).toContain('4 tasks go on');
  });
});

describe('limits at the command line', () => {
  it('are shown with their use', async () => {
    const rig = new CliRig();
    try {
      rig.answer('GET /api/limits', () => ({
        installation: {},
        tenant: {},
        own_rules: false,
        use: [{ resource: 'tasks', scope: 'installation', used: 3, capacity: 4 }],
        waiting_tasks: 7,
      }));
      const { stdout } = await rig.run(['limits']);
      expect(stdout).toMatch(/^installation +tasks +3 +4$/m);
      expect(stdout).toContain('7 tasks wait');
    } finally {
      rig.remove();
    }
  });
});
