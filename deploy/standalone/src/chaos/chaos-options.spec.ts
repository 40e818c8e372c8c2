import { readChaosOptions } from './chaos-options';

describe('the options of chaos', () => {
  it('has 20 workflows and a fresh seed by default, 6 workflows in the short form', () => {
    expect(readChaosOptions(['--spine'], 77)).toMatchObject({ workflows: 20, seed: 77, short: false, keep: false });
    expect(readChaosOptions(['--spine', '--short'], 77)).toMatchObject({ workflows: 6, short: true });
  });

  it('takes what repeats an earlier run', () => {
    const args = ['--spine', '--workflows', '3', '--seed', '9', '--only', 'hitl'];
    expect(readChaosOptions(args, 77)).toMatchObject({ workflows: 3, seed: 9, only: 'hitl' });
  });

  it.each([
    [[], /--spine/],
    [['--spine', '--seed', 'x'], /--seed must be a number/],
    [['--spine', '--workflows', '0'], /--workflows must be a number/],
    [['--spine', '--colour'], /colour/],
  ])('explains %j', (args, expected) => {
    expect(() => readChaosOptions(args, 1)).toThrow(expected);
    expect(() => readChaosOptions(args, 1)).toThrow(/npm run chaos/);
  });
});
