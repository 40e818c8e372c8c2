import { AnswerText } from './answer-text';

describe('the text of an answer', () => {
  it('is passed on as it arrives', () => {
    const text = new AnswerText(100);
    expect(['Hello ', 'wörld'].map((piece) => text.add(piece))).toEqual(['Hello ', 'wörld']);
    expect(text.end()).toBe('');
    expect(text.value).toBe('Hello wörld');
  });

  it('puts a character together that arrives in two pieces', () => {
    const text = new AnswerText(100);
    const [high, low] = ['🎉'.slice(0, 1), '🎉'.slice(1)];
    expect([text.add(`a${high}`), text.add(`${low}b`), text.end()]).toEqual(['a', '🎉b', '']);
  });

  it('replaces what can be neither stored nor sent', () => {
    const text = new AnswerText(100);
    expect([text.add('a\u0000b\uDC00'), text.add('\uD83C'), text.end()]).toEqual(['a\uFFFDb\uFFFD', '', '\uFFFD']);
    expect(text.value.isWellFormed()).toBe(true);
  });

  it('ends at its limit, counted in bytes', () => {
    const text = new AnswerText(4);
    text.add('öö');
    expect(() => text.add('!')).toThrow(expect.objectContaining({ code: 'answer-too-large', isRetryable: false }));
  });
});
