import { agentTask, DOCUMENT_WITHOUT_RISKS, GOOD_DOCUMENT } from './agent-task.fixture';
import { checkAnswer, evidenceOf, readDocument } from './check-answer';

const contract = agentTask().output;

describe('an answer', () => {
  it('is a document when it meets the contract', () => {
    expect(checkAnswer({ text: GOOD_DOCUMENT, finish_reason: 'stop' }, contract)).toEqual({
      document: GOOD_DOCUMENT,
      problems: [],
      words: 9,
    });
  });

  it.each([
    ['a byte order mark and blank lines', `\uFEFF\n\n${GOOD_DOCUMENT}\n\n`],
    ['a code fence around all of it', `\`\`\`markdown\n${GOOD_DOCUMENT}\`\`\`\n`],
    ['a short code fence around all of it', `\`\`\`md\n${GOOD_DOCUMENT}\n\`\`\``],
  ])('is read without %s', (_name, text) => {
    expect(readDocument(text)).toBe(GOOD_DOCUMENT);
  });

  it('of blanks is an empty document', () => {
    expect(readDocument(' \n ')).toBe('');
    expect(checkAnswer({ text: '', finish_reason: 'stop' }, contract).problems).toContain('The document is empty.');
  });

  it('names every problem', () => {
    const { problems } = checkAnswer({ text: DOCUMENT_WITHOUT_RISKS, finish_reason: 'stop' }, contract);
    expect(problems).toEqual(['The section "Risks" is missing.']);
  });

  it('that was cut off is never a document, however good it looks', () => {
    const cut = checkAnswer({ text: GOOD_DOCUMENT, finish_reason: 'length' }, contract);
    expect(cut.problems).toEqual(['The answer was cut off at the output limit: write a shorter document.']);
    expect(checkAnswer({ text: GOOD_DOCUMENT, finish_reason: 'other' }, contract).problems).toHaveLength(1);
  });

  it('larger than an artifact may be is not a document', () => {
    const text = `${GOOD_DOCUMENT}\n| a |\n| - |\n${'| é |\n'.repeat(90_000)}`;
    expect(checkAnswer({ text, finish_reason: 'stop' }, contract).problems).toEqual([
      expect.stringMatching(/^The document has \d+ bytes; at most 524288 are allowed\.$/),
    ]);
  });

  it('that the provider withheld ends the attempt for good', () => {
    expect(() => checkAnswer({ text: '', finish_reason: 'content_filter' }, contract)).toThrow(
      expect.objectContaining({ code: 'answer-withheld', retryable: false }),
    );
  });
});

describe('the evidence of a stored document', () => {
  it('says what the checker finds', () => {
    expect(evidenceOf(GOOD_DOCUMENT, contract, 1)).toEqual({
      passed: true,
      words: 9,
      missing_sections: [],
      repairs: 1,
    });
    expect(evidenceOf(DOCUMENT_WITHOUT_RISKS, contract, 0)).toMatchObject({
      passed: false,
      missing_sections: ['Risks'],
    });
  });
});
