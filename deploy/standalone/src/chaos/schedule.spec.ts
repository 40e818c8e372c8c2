import { SeededRandom } from '../load/seeded-random';
import { CRASH_POINTS } from './crash-points';
import { drawSchedule } from './schedule';

const names = (seed: number, choice: { short: boolean; only?: string }): string[] =>
  drawSchedule(new SeededRandom(seed), choice).map(({ name }) => name);

describe('the schedule of faults', () => {
  it('holds every crash point, every process, several at once and the loss of the store', () => {
    const all = names(1, { short: false });
    for (const { service, name } of CRASH_POINTS) {
      expect(all).toContainEqual(expect.stringContaining(`${service} at ${name}#`));
    }
    for (const victim of ['gateway', 'identity', 'insights', 'notifier', 'PostgreSQL', 'nats-server']) {
      expect(all).toContain(`kill -9 ${victim}`);
    }
    expect(all).toContain('JetStream store deleted');
    expect(all.some((name) => name.includes(' + '))).toBe(true);
  });

  it('never ends the simulator, which keeps count of what providers were asked', () => {
    for (const seed of [1, 2, 3]) expect(names(seed, { short: false }).join()).not.toMatch(/simulator/);
  });

  it('is the same for a seed and another for another', () => {
    expect(names(4, { short: false })).toEqual(names(4, { short: false }));
    expect(names(4, { short: false })).not.toEqual(names(5, { short: false }));
  });

  it('has a short form and can be narrowed by name', () => {
    expect(names(1, { short: true })).toHaveLength(7);
    expect(names(1, { short: true })).not.toEqual(names(2, { short: true }));
    expect(names(1, { short: false, only: 'llm.sent' })).toEqual([
      expect.stringMatching(/^llm-router at llm.sent#\d$/),
    ]);
  });
});
