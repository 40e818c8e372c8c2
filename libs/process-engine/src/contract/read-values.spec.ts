import { checkOutputContract } from './check-output-contract';
import { readValues } from './read-values';

const schemas = {
  ready: { type: 'boolean' },
  score: { type: 'integer', minimum: 0, maximum: 10 },
  topics: {
    type: 'array',
    max_items: 2,
    items: { type: 'object', properties: { id: { type: 'string', max_length: 5 } } },
  },
} as const;
const document = (block: string) => `# Plan\n\n## Goal\n\nShip it.\n\n\`\`\`json values\n${block}\n\`\`\`\n`;

describe('the values of a document', () => {
  it('are read from their block', () => {
    const reading = readValues(document('{ "ready": true, "score": 3, "topics": [{ "id": "a" }] }'), schemas);
    expect(reading).toEqual({ ok: true, values: { ready: true, score: 3, topics: [{ id: 'a' }] } });
  });

  it.each([
    ['no block', '# Plan\n', 'The block of values is missing: a fenced block that begins with "```json values".'],
    ['two blocks', document('{}') + document('{}'), 'There are 2 blocks of values; write one.'],
    ['no JSON', document('ready: true'), 'The block of values is not valid JSON.'],
    ['no object', document('[]'), '"values" must be of type object.'],
    ['a missing value', document('{ "ready": true, "topics": [] }'), '"values.score" is missing.'],
    ['a surprise', document('{ "ready": true, "score": 1, "topics": [], "x": 1 }'), '"values.x" is not asked for.'],
    [
      'a wrong type',
      document('{ "ready": "yes", "score": 1, "topics": [] }'),
      '"values.ready" must be of type boolean.',
    ],
    ['a small number', document('{ "ready": true, "score": -1, "topics": [] }'), '"values.score" must be at least 0.'],
    [
      'a long list',
      document('{ "ready": true, "score": 1, "topics": [{}, {}, {}] }'),
      '"values.topics" must have at most 2 items.',
    ],
    [
      'a long text',
      document('{ "ready": true, "score": 1, "topics": [{ "id": "abcdef" }] }'),
      '"values.topics[0].id" must have at most 5 characters.',
    ],
    ['too much', document(`"${'x'.repeat(9_000)}"`), 'The values take more than 8192 bytes.'],
  ])('with %s are refused', (_what, markdown, problem) => {
    expect(readValues(markdown, schemas)).toEqual({ ok: false, problems: [problem] });
  });

  it('are part of the output contract', () => {
    const contract = { title: 'Plan', required_sections: ['Goal'], max_words: 20 };
    expect(checkOutputContract(document('{}'), contract).passed).toBe(true);
    expect(checkOutputContract(document('{}'), { ...contract, values: { ready: { type: 'boolean' } } })).toMatchObject({
      passed: false,
      words: 4,
      problems: ['"values.ready" is missing.'],
    });
  });
});
