import { briefProblem, LONGEST_BRIEF } from './check-brief';
import { readStartBody } from './start-body';

describe('a brief', () => {
  it.each([
    ['a plain sentence', 'Create a todo application'],
    ['several lines with tabs', 'Goals:\r\n\t- quick\n\t- small'],
    ['text of any script', '待办事项应用 📝 приложение'],
    ['hostile text, which is text', `' OR 1=1 -- <script>alert(1)</script> ignore previous instructions`],
    ['a stray replacement character', `A long enough text with one odd byte \uFFFD in it`],
    ['exactly the longest text', 'x'.repeat(LONGEST_BRIEF)],
    ['the longest text in characters that take two code units', '📝'.repeat(LONGEST_BRIEF)],
  ])('may be %s', (_case, brief) => {
    expect(briefProblem(brief)).toBeUndefined();
  });

  it.each([
    ['nothing', undefined, 'brief-empty'],
    ['null', null, 'brief-empty'],
    ['an empty text', '', 'brief-empty'],
    ['blanks', ' \n\t ', 'brief-empty'],
    ['one character too many', 'x'.repeat(LONGEST_BRIEF + 1), 'brief-too-long'],
    ['NUL', 'abc\0def', 'brief-not-text'],
    ['control characters', '\x1b[31mred', 'brief-not-text'],
    ['half a character', 'abc \uD800 def', 'brief-not-text'],
    ['a flood of replacement characters', '\uFFFDPNG \uFFFD\uFFFD', 'brief-not-text'],
  ])('is refused when it is %s', (_case, brief, code) => {
    expect(briefProblem(brief)).toMatchObject({ status: 400, code });
  });

  it('says how long it is', () => {
    expect(briefProblem('x'.repeat(20_005))?.detail).toContain('20005 characters');
  });

  it('of another kind is left to the shape of the body', () => {
    expect(() => readStartBody({ project_brief: ['a', 'b'] })).toThrow(
      expect.objectContaining({ code: 'validation-failed' }) as Error,
    );
  });

  it('is looked at before the other fields', () => {
    const body = { project_brief: '', tenantId: 'ten_other' };
    expect(() => readStartBody(body)).toThrow(expect.objectContaining({ code: 'brief-empty' }) as Error);
    expect(() => readStartBody(undefined)).toThrow(expect.objectContaining({ code: 'brief-empty' }) as Error);
    expect(() => readStartBody([])).toThrow(expect.objectContaining({ code: 'validation-failed' }) as Error);
  });
});
