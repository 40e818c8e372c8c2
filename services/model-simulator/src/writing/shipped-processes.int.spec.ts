import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { checkOutputContract } from '@botarmy/process-engine';

import { parsePrompt } from '../prompt/parse-prompt';
import { BRIEFS, taskPrompt } from '../simulator.fixture';
import { composeDocument } from './compose-document';

interface ShippedTask {
  readonly id: string;
  readonly inputs: readonly string[];
  readonly output: {
    readonly path: string;
    readonly title: string;
    readonly required_sections: readonly string[];
    readonly max_words: number;
  };
}

const PROCESS = join(__dirname, '../../../../processes/sdlc/process.yaml');
const tasks = (parse(readFileSync(PROCESS, 'utf8')) as { stages: { tasks: ShippedTask[] }[] }).stages.flatMap(
  (stage) => stage.tasks,
);

describe('the shipped SDLC process', () => {
  it.each(Object.entries(BRIEFS))(
    'passes every output contract at the first try for the brief about %s',
    (_, brief) => {
      const documents = new Map<string, string>([['project_brief.md', brief]]);
      for (const { id, inputs, output } of tasks) {
        const prompt = taskPrompt({
          id,
          title: output.title,
          maxWords: output.max_words,
          sections: output.required_sections,
          inputs: Object.fromEntries(inputs.map((path) => [path, documents.get(path) ?? ''])),
        });
        const task = parsePrompt([{ role: 'user', text: prompt }]);
        if (!task) throw new Error('the prompt has no task');
        const text = composeDocument(task);
        documents.set(output.path, text);
        expect({ id, ...checkOutputContract(text, output) }).toMatchObject({
          id,
          passed: true,
          missing_sections: [],
          problems: [],
        });
      }
      expect(documents.size).toBe(11);
    },
  );
});
