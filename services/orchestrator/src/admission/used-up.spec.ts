import { usedUp } from './used-up';

const use = { startedAt: '2026-01-01T00:00:00.000Z', modelCalls: 10, artifactBytes: () => 1_000 };
const now = '2026-01-01T01:00:00.000Z';

describe('a limit of a workflow', () => {
  it('is not used up when there is none', () => {
    expect(usedUp(use, undefined, now)).toBeNull();
    expect(usedUp(use, {}, now)).toBeNull();
  });

  it('is used up when it is reached', () => {
    expect(usedUp(use, { wall_time_minutes: 60 }, now)).toBe('wall-time-used-up');
    expect(usedUp(use, { wall_time_minutes: 61 }, now)).toBeNull();
    expect(usedUp(use, { model_calls: 10 }, now)).toBe('model-calls-used-up');
    expect(usedUp(use, { model_calls: 11 }, now)).toBeNull();
    expect(usedUp(use, { artifact_bytes: 1_000 }, now)).toBe('artifact-bytes-used-up');
    expect(usedUp(use, { artifact_bytes: 1_001 }, now)).toBeNull();
  });

  it('does not count bytes nobody limits', () => {
    const counting = { ...use, artifactBytes: jest.fn(() => 1) };
    usedUp(counting, { model_calls: 99 }, now);
    expect(counting.artifactBytes).not.toHaveBeenCalled();
  });
});
