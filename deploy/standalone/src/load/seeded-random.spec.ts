import { SeededRandom } from './seeded-random';

describe('seeded randomness', () => {
  it('repeats itself for a seed and differs for another', () => {
    const draw = (seed: number): number[] => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 20 }, () => random.between(1, 1_000));
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = new SeededRandom(1);
    const drawn = new Set(Array.from({ length: 500 }, () => random.between(3, 6)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
  });

  it('shuffles without loss and picks from what is there', () => {
    const random = new SeededRandom(2);
    const items = ['a', 'b', 'c', 'd', 'e'];
    expect(random.shuffle(items).toSorted()).toEqual(items);
    expect(items).toContain(random.pick(items));
    expect(() => random.pick([])).toThrow('nothing to pick from');
  });
});
