import { piecesOf, withoutMarks } from './passages';

describe('passages of messages', () => {
  it('are pieces of plain text in order, hits marked', () => {
    expect(piecesOf('the \u{E000}red\u{E001} and the \u{E000}blue\u{E001}')).toEqual([
      { text: 'the ', hit: false },
      { text: 'red', hit: true },
      { text: ' and the ', hit: false },
      { text: 'blue', hit: true },
    ]);
    expect(piecesOf('plain')).toEqual([{ text: 'plain', hit: false }]);
    expect(piecesOf('')).toEqual([]);
  });

  it('cannot be forged by a message', () => {
    expect(withoutMarks('a\u{E000}b\u{E001}c')).toBe('abc');
  });
});
