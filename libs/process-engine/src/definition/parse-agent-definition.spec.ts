import { loadProcess } from './load-process';
import { parseAgentDefinition } from './parse-agent-definition';
import { SMALL_AGENT, smallFiles } from './small-process.fixture';

describe('an agent file', () => {
  const file = 'agents/writer/agent.yaml';

  it('is joined with its prompt', () => {
    const agent = parseAgentDefinition(SMALL_AGENT, { file, prompt: '  You write.\n' });
    expect(agent).toMatchObject({ ok: true, value: { definition: { id: 'writer' }, prompt: 'You write.' } });
  });

  it.each([
    ['no prompt', SMALL_AGENT, ' \n', 'missing-prompt'],
    ['an endless prompt', SMALL_AGENT, 'x'.repeat(20_001), 'prompt-too-long'],
    ['a prototype as id', SMALL_AGENT.replace('id: writer', 'id: __proto__'), 'You write.', 'invalid-id'],
    ['an inexact number', SMALL_AGENT.replace('1000', '9007199254740993'), 'You write.', 'yaml-unsafe-number'],
    ['too hot a model', SMALL_AGENT.replace('0.2', '3'), 'You write.', 'out-of-range'],
  ])('with %s is refused', (_what, text, prompt, code) => {
    expect(parseAgentDefinition(text, { file, prompt })).toMatchObject({ ok: false, errors: [{ file, code }] });
  });

  it('is reported together with the process that uses it', () => {
    const files = smallFiles(undefined, SMALL_AGENT.replace('name: Writer', 'name: <b>'));
    const result = loadProcess(files);
    expect(result).toMatchObject({
      ok: false,
      errors: expect.arrayContaining([expect.objectContaining({ file, code: 'invalid-name' })]),
    });
  });

  it('of an id that is taken is refused', () => {
    const files = smallFiles();
    const result = loadProcess({ ...files, agents: [...files.agents, ...files.agents] });
    expect(result).toMatchObject({ ok: false, errors: [{ file, line: 2, code: 'duplicate-id' }] });
  });
});
