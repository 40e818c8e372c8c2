import fc from 'fast-check';

import { bandOf, magnitudeOf, MAGNITUDES, quantileOf, valueOf } from './magnitude';

function countsOf(values: readonly number[]): number[] {
  const counts = Array.from({ length: MAGNITUDES }, () => 0);
  for (const value of values) counts[magnitudeOf(value)] = (counts[magnitudeOf(value)] ?? 0) + 1;
  return counts;
}

describe('values counted by their magnitude', () => {
  it('are known to about a sixth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 100_000_000 }), (value) => {
        const shown = valueOf(magnitudeOf(value));
        expect(Math.abs(shown - value) / value).toBeLessThan(0.25);
      }),
    );
    expect(valueOf(magnitudeOf(0))).toBe(0);
    expect(magnitudeOf(Number.MAX_SAFE_INTEGER)).toBe(MAGNITUDES - 1);
  });

  it('give a band that holds what was counted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 200 }), (values) => {
        const band = bandOf(countsOf(values), 0.2);
        if (band === undefined) throw new Error('no band');
        const inside = values.filter((value) => value >= band.low - 1e-6 && value <= band.high + 1e-6).length;
        expect(inside / values.length).toBeGreaterThanOrEqual(0.8);
        expect(band.low).toBeLessThanOrEqual(band.likely);
        expect(band.likely).toBeLessThanOrEqual(band.high);
      }),
    );
  });

  it('say nothing when nothing was counted', () => {
    expect(bandOf(countsOf([]), 0.2)).toBeUndefined();
    expect(quantileOf([], 0.5)).toBeUndefined();
  });
});
