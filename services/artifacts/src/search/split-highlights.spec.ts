import { splitHighlights, withoutMarks } from './split-highlights';

describe('highlights of a passage', () => {
  it('are pieces of plain text in order', () => {
    expect(splitHighlights('the \u{E000}red\u{E001} and the \u{E000}blue\u{E001}')).toEqual([
      { text: 'the ', hit: false },
      { text: 'red', hit: true },
      { text: ' and the ', hit: false },
      { text: 'blue', hit: true },
    ]);
  });

  it('are none in a passage without marks', () => {
    expect(splitHighlights('plain')).toEqual([{ text: 'plain', hit: false }]);
    expect(splitHighlights('')).toEqual([]);
  });

  it('cannot be forged by a document', () => {
    expect(withoutMarks('a\u{E000}b\u{E001}c')).toBe('abc');
  });
});
