import type { CompiledProcess } from '../definition/compiled-process';
import type { JsonValue } from '../model/json-value';
import { checkInputs } from './check-inputs';
import { sdlc } from './story.fixture';

const process: CompiledProcess = {
  ...sdlc,
  inputs: [
    { name: 'topic', title: 'Topic', type: 'string', required: true, max: 5 },
    {
      name: 'audience',
      title: 'Audience',
      type: 'enum',
      required: false,
      default: 'public',
      values: ['public', 'inside'],
      max: 1,
    },
    { name: 'parts', title: 'Parts', type: 'list', required: false, items: 'integer', max: 2 },
    { name: 'share', title: 'Share', type: 'number', required: false, max: 1 },
    { name: 'count', title: 'Count', type: 'integer', required: false, max: 1 },
    { name: 'fast', title: 'Fast', type: 'boolean', required: false, max: 1 },
  ],
};

describe('typed inputs', () => {
  it('get their defaults', () => {
    expect(checkInputs({ topic: 'x', parts: [1] }, process)).toEqual({
      inputs: { topic: 'x', audience: 'public', parts: [1], share: null, count: null, fast: null },
    });
  });

  it.each<[string, Readonly<Record<string, JsonValue>> | null, string]>([
    ['nothing for a required one', null, 'missing-input'],
    ['one nobody knows', { topic: 'x', tone: 'y' }, 'unknown-input'],
    ['a long text', { topic: 'abcdef' }, 'wrong-input-type'],
    ['another word', { topic: 'x', audience: 'all' }, 'wrong-input-type'],
    ['a long list', { topic: 'x', parts: [1, 2, 3] }, 'wrong-input-type'],
    ['a list of other items', { topic: 'x', parts: ['a'] }, 'wrong-input-type'],
    ['a text for a number', { topic: 'x', share: '1' }, 'wrong-input-type'],
    ['a fraction for a count', { topic: 'x', count: 1.5 }, 'wrong-input-type'],
    ['a text for a switch', { topic: 'x', fast: 'yes' }, 'wrong-input-type'],
    ['too much', { topic: 'x'.repeat(20_000) }, 'input-too-large'],
  ])('with %s are refused', (_what, given, code) => {
    expect(checkInputs(given, process)).toMatchObject({ outcome: 'rejected', code });
  });

  it('are none for a process that takes the brief alone', () => {
    expect(checkInputs({ topic: 'x' }, sdlc)).toMatchObject({ code: 'unknown-input' });
    expect(checkInputs(null, sdlc)).toEqual({ inputs: {} });
  });
});
