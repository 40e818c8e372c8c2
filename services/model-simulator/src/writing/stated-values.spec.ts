import { checkOutputContract, readValues } from '@botarmy/process-engine';
import type { ValueSchema } from '@botarmy/process-engine';

import { parsePrompt } from '../prompt/parse-prompt';
import { taskPrompt } from '../simulator.fixture';
import { composeDocument } from './compose-document';

const values: Readonly<Record<string, ValueSchema>> = {
  passed: { type: 'boolean' },
  score: { type: 'integer', minimum: 0, maximum: 10 },
  share: { type: 'number' },
  verdict: { type: 'string', enum: ['good', 'bad'] },
  summary: { type: 'string', max_length: 12 },
  topics: {
    type: 'array',
    max_items: 3,
    items: { type: 'object', properties: { id: { type: 'string', max_length: 30 }, weight: { type: 'number' } } },
  },
};

const form = `End the document with one fenced block that begins with \`\`\`json values and holds one JSON object with exactly these members: ${JSON.stringify(values)}`;

describe('a document that has to state values', () => {
  const task = parsePrompt([{ role: 'user', text: `${taskPrompt()}\n\n${form}\nWrite the whole document.` }]);
  if (task === undefined) throw new Error('the prompt has no task');
  const document = composeDocument(task);

  it('states them in a block that fits their schemas and the contract', () => {
    expect(readValues(document, values)).toMatchObject({
      ok: true,
      values: { passed: true, score: 10, verdict: 'good' },
    });
    const contract = { path: 'a.md', title: task.title, required_sections: task.sections, max_words: 500, values };
    expect(checkOutputContract(document, contract)).toMatchObject({ passed: true, problems: [] });
  });

  it('is the same every time', () => {
    expect(composeDocument(task)).toBe(document);
  });

  it('says nothing of values nobody asked for', () => {
    const plain = parsePrompt([{ role: 'user', text: taskPrompt() }]);
    expect(plain && composeDocument(plain)).not.toContain('json values');
  });
});
