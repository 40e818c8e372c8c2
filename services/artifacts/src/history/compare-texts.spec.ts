import { compareTexts } from './compare-texts';

const numbered = (count: number, prefix = 'line'): string =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}\n`).join('');

describe('comparing two texts', () => {
  it('shows changed lines with three lines around them', () => {
    const from = numbered(20);
    const to = from.replace('line 10\n', 'line ten\nand more\n');
    expect(compareTexts(from, to)).toEqual({
      added: 2,
      removed: 1,
      hunks: [
        {
          from_start: 7,
          from_lines: 7,
          to_start: 7,
          to_lines: 8,
          lines: [
            ' line 7',
            ' line 8',
            ' line 9',
            '-line 10',
            '+line ten',
            '+and more',
            ' line 11',
            ' line 12',
            ' line 13',
          ],
        },
      ],
    });
  });

  it('finds nothing in the same text', () => {
    expect(compareTexts('a\nb\n', 'a\nb\n')).toEqual({ added: 0, removed: 0, hunks: [] });
  });

  it('says when an end of line came or went', () => {
    const { hunks } = compareTexts('a', 'a\n');
    expect(hunks?.[0]?.lines).toEqual(['-a', '\\ No newline at end of file', '+a']);
  });

  it('gives up on texts that have nothing in common, and counts their lines', () => {
    const comparison = compareTexts(numbered(9_000, 'old'), numbered(8_000, 'new'));
    expect(comparison).toEqual({ hunks: undefined, added: 8_000, removed: 9_000 });
  });
});
