import { concerns, stoppedByOperator } from './stoppable-call';

const call = { tenantId: 'ten_a', agentId: 'developer', process: 'sdlc' };
const stop = { stop_id: 'stop_a', scope: 'agent', target_tenant: 'ten_a', subject: 'developer' } as const;

describe('a stop', () => {
  it('means calls of its tenant, or of all', () => {
    expect(concerns(stop, call)).toBe(true);
    expect(concerns({ ...stop, target_tenant: 'ten_b' }, call)).toBe(false);
    expect(concerns({ ...stop, target_tenant: '*' }, call)).toBe(true);
    expect(concerns({ ...stop, scope: 'everything', target_tenant: '*', subject: '' }, call)).toBe(true);
    expect(concerns({ ...stop, scope: 'tenant', subject: '' }, call)).toBe(true);
  });

  it('of an agent or a process means no other', () => {
    expect(concerns(stop, { ...call, agentId: 'tester' })).toBe(false);
    expect(concerns({ ...stop, scope: 'process', subject: 'sdlc' }, call)).toBe(true);
    expect(concerns({ ...stop, scope: 'process', subject: 'sdlc' }, { tenantId: 'ten_a' })).toBe(false);
  });

  it('is named in the refusal', () => {
    expect(stoppedByOperator(stop)).toMatchObject({ status: 503, code: 'stopped-by-operator' });
    expect(stoppedByOperator(stop).detail).toContain('stop_a');
  });
});
