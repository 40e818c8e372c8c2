import { OutputMeter } from './output-meter';

function meterOf(limit: number): { meter: OutputMeter; exhausted: () => number } {
  let count = 0;
  const meter = new OutputMeter(limit, () => (count += 1));
  return { meter, exhausted: () => count };
}

describe('an output meter', () => {
  it('says so with the first piece beyond the limit', () => {
    const { meter, exhausted } = meterOf(3);
    for (const word of ['a', 'b', 'c']) meter.add(word);
    expect(exhausted()).toBe(0);
    meter.add('d');
    expect(exhausted()).toBe(1);
    expect(meter.tokens).toBe(4);
  });

  it('counts long pieces by their characters, with room for long words', () => {
    const { meter, exhausted } = meterOf(100);
    meter.add('x'.repeat(600));
    expect(exhausted()).toBe(0);
    meter.add('x');
    expect(exhausted()).toBe(1);
  });

  it('forgets what was taken back', () => {
    const { meter, exhausted } = meterOf(1);
    meter.add('a');
    meter.reset();
    meter.add('b');
    expect(exhausted()).toBe(0);
  });
});
