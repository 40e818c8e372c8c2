import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildConversation, loadProcess, checkQuestions } from '@botarmy/process-engine';

import { parsePrompt } from '../prompt/parse-prompt';
import { composeDocument } from '../writing/compose-document';
import { askPeople } from './ask-people';

const OPEN_BRIEF =
  'A shop for beekeepers. Which database we use is not decided yet. Beekeepers order jars and pay by invoice.';

/** The prompt of the agent that may ask, as a runner builds it. */
function promptFor(brief: string, details: { question_rounds?: number; answers?: string[] } = {}): string {
  const { question_rounds, answers } = details;
  const reference = {
    artifact_id: 'art_a',
    version_id: 'ver_a',
    version: 1,
    path: 'project_brief.md',
    sha256: 'a'.repeat(64),
    size_bytes: 1,
  };
  const [, user] = buildConversation(
    {
      workflow_id: 'wf_a',
      process_name: 'sdlc',
      process_version: '1.1.0',
      stage_id: 'analyze',
      task_id: 'requirements-analysis',
      task_name: 'Requirements Analysis',
      attempt: 1,
      lease: 1,
      lease_seconds: 60,
      agent: {
        id: 'analyst',
        name: 'Analyst',
        pool: 'analyst',
        system_prompt: 'You analyse.',
        route: 'default',
        max_output_tokens: 4_000,
        temperature: 0,
      },
      inputs: [reference],
      output: {
        path: 'requirements.md',
        title: 'Requirements Document',
        required_sections: ['Overview', 'Constraints'],
        max_words: 500,
        ...(question_rounds === undefined ? {} : { question_rounds }),
      },
      feedback: [],
      ...(answers === undefined
        ? {}
        : {
            answers: answers.map((answer) => ({
              question_id: 'database',
              question: 'What database would you prefer?',
              answer,
              given_by: 'person',
            })),
          }),
    },
    [{ reference, text: brief }],
    100_000,
  );
  return user?.content ?? '';
}

function askedFor(prompt: string): string | undefined {
  const task = parsePrompt([{ role: 'user', text: prompt }]);
  if (task === undefined) throw new Error('the prompt holds no task');
  return askPeople(task);
}

describe('asking people', () => {
  it('is done for what the brief calls open, as questions that can be asked', () => {
    const asked = askedFor(promptFor(OPEN_BRIEF, { question_rounds: 5 }));
    const json = /```json questions\n([\s\S]*)\n```/u.exec(asked ?? '')?.[1] ?? '';
    const reading = checkQuestions(JSON.parse(json));
    expect(reading).toMatchObject({ ok: true });
    expect(reading.ok ? reading.questions.map(({ id }) => id) : []).toEqual(['database', 'database-hosting']);
  });

  it.each([
    ['The users are not known yet.', ['users']],
    ['It is undecided who the users are and which database is used.', ['database', 'database-hosting', 'users']],
    ['To be decided: the storage.', ['database', 'database-hosting']],
  ])('reads "%s"', (brief, ids) => {
    const asked = askedFor(promptFor(brief, { question_rounds: 1 })) ?? '';
    expect([...asked.matchAll(/"id": "([a-z-]+)"/gu)].map(([, id]) => id)).toEqual(ids);
  });

  it.each([
    [
      'what the brief decides',
      'Beekeepers use PostgreSQL as database. The shop is open at night.',
      { question_rounds: 5 },
    ],
    ['what nobody may ask', OPEN_BRIEF, {}],
    ['what was answered', OPEN_BRIEF, { question_rounds: 4, answers: ['SQLite'] }],
  ])('is not done for %s', (_what, brief, details) => {
    expect(askedFor(promptFor(brief, details))).toBeUndefined();
  });

  it('leads to a document that builds on the answers', () => {
    const task = parsePrompt([
      { role: 'user', text: promptFor(OPEN_BRIEF, { question_rounds: 4, answers: ['SQLite'] }) },
    ]);
    expect(task === undefined ? '' : composeDocument(task)).toContain('SQLite');
  });

  it('may be done in the shipped process by the agent that writes the requirements', () => {
    const folder = join(__dirname, '../../../../processes');
    const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
    const agents = ['analyst', 'architect', 'developer', 'tester', 'deployer'].map((id) => ({
      file: `${id}.yaml`,
      text: read(`agents/${id}/agent.yaml`),
      prompt: read(`agents/${id}/prompt.md`),
    }));
    const loaded = loadProcess({ process: { file: 'process.yaml', text: read('sdlc/process.yaml') }, agents });
    const asking = loaded.ok
      ? Object.values(loaded.value.tasks).filter(({ output }) => output.questions !== undefined)
      : [];
    expect(asking.map(({ id }) => id)).toEqual(['requirements-analysis']);
  });
});
