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

  it('has 200 rounds of sleeping runners by default', () => {
    expect(readChaosOptions(['--zombie'], 77)).toMatchObject({ zombieRounds: 200, workflows: 8 });
    expect(readChaosOptions(['--zombie', '--rounds', '3'], 77)).toMatchObject({ zombieRounds: 3 });
    expect(readChaosOptions(['--spine'], 77).zombieRounds).toBeUndefined();
  });

  it.each([
    [[], /--spine/],
    [['--spine', '--zombie'], /--spine or --zombie/],
    [['--zombie', '--rounds', '0'], /--rounds must be a number/],
    [['--spine', '--seed', 'x'], /--seed must be a number/],
    [['--spine', '--workflows', '0'], /--workflows must be a number/],
    [['--spine', '--colour'], /colour/],
  ])('explains %j', (args, expected) => {
    expect(() => readChaosOptions(args, 1)).toThrow(expected);
    expect(() => readChaosOptions(args, 1)).toThrow(/npm run chaos/);
  });
});
