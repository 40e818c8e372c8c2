import type { CompiledProcess } from './compiled-process';
import type { DefinitionError } from './definition-error';
import { loadProcess } from './load-process';
import { SMALL_AGENT, SMALL_PROCESS, smallFiles } from './small-process.fixture';

const TEMPLATE = `schema_version: 1
id: expert
name: 'Expert for {{ with.subject }}'
role: '{{ with.subject }}'
description: Knows {{ with.subject }}.
pool: experts
parameters: { subject: null, readers: everybody }
model: { route: default, max_output_tokens: 1000, temperature: 0.2 }
capabilities: ['Knowledge of {{ with.subject }}']
`;
const PROMPT = 'You know {{ with.subject }}.\nYou write for {{ with.readers }}.\n';

interface Files {
  readonly uses?: string;
  readonly agent?: string;
  readonly template?: string;
  readonly prompt?: string;
}

function load({ uses = '', agent = 'writer', template = TEMPLATE, prompt = PROMPT }: Files) {
  const text = SMALL_PROCESS.replace('stages:\n', `${uses}stages:\n`).replace('agent: writer', `agent: ${agent}`);
  const files = smallFiles(text, SMALL_AGENT);
  return loadProcess({
    ...files,
    agents: [...files.agents, { file: 'agents/expert/agent.yaml', text: template, prompt }],
  });
}

function compiled(files: Files): CompiledProcess {
  const result = load(files);
  if (!result.ok) throw new Error(JSON.stringify(result.errors, null, 2));
  return result.value;
}

function errorsOf(files: Files): readonly DefinitionError[] {
  const result = load(files);
  return result.ok ? [] : result.errors;
}

const law = (changes = ''): string => `agents:\n  - { id: lawyer, use: expert, with: { subject: Law }${changes} }\n`;

describe('an agent made from a template', () => {
  it('is pinned as it is with its parameters filled in', () => {
    const { agents, tasks } = compiled({ uses: law(), agent: 'lawyer' });
    expect(agents['lawyer']).toEqual({
      id: 'lawyer',
      name: 'Expert for Law',
      role: 'Law',
      description: 'Knows Law.',
      pool: 'experts',
      model: { route: 'default', max_output_tokens: 1000, temperature: 0.2 },
      capabilities: ['Knowledge of Law'],
      prompt: 'You know Law.\nYou write for everybody.',
      content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(agents['expert']).toBeUndefined();
    expect(tasks['first-plan']).toMatchObject({ agent_id: 'lawyer', pool: 'experts' });
  });

  it('says itself what it wants otherwise', () => {
    const own = ", name: Counsel, role: Head of Law, pool: counsels, description: 'Advises.'";
    const { agents } = compiled({ uses: law(own), agent: 'lawyer' });
    expect(agents['lawyer']).toMatchObject({ name: 'Counsel', role: 'Head of Law', pool: 'counsels' });
  });

  it('works in the pool of the template, which may be its id', () => {
    const template = TEMPLATE.replace('pool: experts\n', '');
    expect(compiled({ uses: law(), agent: 'lawyer', template }).agents['lawyer']?.pool).toBe('expert');
  });

  it('is another version when the template or a value is another one', () => {
    const hash = (files: Files): string => compiled({ agent: 'lawyer', ...files }).content_hash;
    const same = hash({ uses: law() });
    expect(hash({ uses: law() })).toBe(same);
    expect(hash({ uses: law(), prompt: PROMPT.replace('know', 'master') })).not.toBe(same);
    expect(hash({ uses: law().replace('Law', 'Tax') })).not.toBe(same);
  });

  it('may be the template itself where all parameters have defaults', () => {
    const template = TEMPLATE.replace('subject: null', 'subject: Law');
    expect(compiled({ agent: 'expert', template }).agents['expert']).toMatchObject({ name: 'Expert for Law' });
  });

  it('may be made from an agent that takes no parameters', () => {
    const uses = 'agents:\n  - { id: second-writer, use: writer, role: Second Writer }\n';
    const { agents } = compiled({ uses, agent: 'second-writer' });
    expect(agents['second-writer']).toMatchObject({ name: 'Writer', role: 'Second Writer', pool: 'writer' });
  });

  it.each<[string, Files, Partial<DefinitionError>]>([
    [
      'a template nobody knows',
      { uses: law().replace('use: expert', 'use: exprt') },
      { line: 9, column: 24, code: 'unknown-agent', remedy: 'Did you mean "expert"?' },
    ],
    [
      'a value that is missing',
      { uses: 'agents:\n  - { id: lawyer, use: expert }\n' },
      { line: 9, column: 5, code: 'missing-parameter', remedy: 'Add "subject" under "with".' },
    ],
    [
      'a parameter nobody knows',
      { uses: law().replace('subject: Law', 'subject: Law, reader: me') },
      { line: 9, code: 'unknown-parameter', remedy: 'Did you mean "readers"?' },
    ],
    [
      'an id that is taken',
      { uses: law().replace('id: lawyer', 'id: writer') },
      { line: 9, column: 11, code: 'duplicate-id' },
    ],
    [
      'a value that makes no name',
      { uses: law().replace('Law', '"<b>"') },
      { line: 9, code: 'invalid-name', message: expect.stringContaining('Filled in') as string },
    ],
    [
      'a value that makes the prompt endless',
      { uses: law().replace('Law', 'y'.repeat(150)), prompt: `{{ with.subject }}${'x'.repeat(19_970)}` },
      { line: 9, code: 'prompt-too-long' },
    ],
    ['a field agents do not have', { uses: law(', prompt: Hello') }, { line: 9, code: 'unknown-field' }],
    [
      'a template that needs values, used as it is',
      { agent: 'expert' },
      { line: 15, code: 'missing-parameter', message: 'The agent "expert" needs a value for "subject".' },
    ],
    [
      'a placeholder in agent.yaml that no parameter fills',
      { template: TEMPLATE.replace('Knows {{ with.subject }}', 'Knows {{ with.subjct }}') },
      { file: 'agents/expert/agent.yaml', line: 5, code: 'unknown-parameter', remedy: 'Did you mean "subject"?' },
    ],
    [
      'a placeholder in prompt.md that no parameter fills',
      { prompt: `${PROMPT}Mind {{ with.tone }}.` },
      { file: 'agents/expert/prompt.md', line: 3, column: 6, code: 'unknown-parameter' },
    ],
    [
      'a placeholder in an agent without parameters',
      { template: TEMPLATE.replace(/^parameters.*\n/m, '') },
      { file: 'agents/expert/agent.yaml', line: 3, code: 'invalid-name' },
    ],
    [
      'defaults that make no name',
      { template: TEMPLATE.replace('subject: null', 'subject: "<b>"') },
      { file: 'agents/expert/agent.yaml', line: 3, code: 'invalid-name' },
    ],
  ])('is refused with %s', (_what, files, error) => {
    expect(errorsOf(files)).toContainEqual(expect.objectContaining(error));
  });
});
