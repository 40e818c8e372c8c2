import { isInstance, isJsonObject, schemaFaultOf } from './answer-schema';

const PLACE = {
  type: 'object',
  properties: { city: { type: 'string', pattern: '^(a+)+$' }, format: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

describe('the schema of an answer', () => {
  it('tells what keeps to it', () => {
    expect(isInstance('{"city":"Oslo","format":"big"}', PLACE)).toBe(true);
    expect(['{"town":"Oslo"}', '{"city":7}', '{"city":"Oslo"', ''].map((text) => isInstance(text, PLACE))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('never runs the patterns of strangers', () => {
    expect(isInstance(JSON.stringify({ city: `${'a'.repeat(60)}!` }), PLACE)).toBe(true);
  });

  it('is itself checked', () => {
    expect(schemaFaultOf(PLACE)).toBeUndefined();
    expect(schemaFaultOf({ type: 'array' })).toBe('must be a schema of an object');
    expect(schemaFaultOf({ type: 'object', properties: 7 })).toBe('is no valid JSON Schema');
    expect(schemaFaultOf({ type: 'object', description: 'x'.repeat(100_001) })).toBe('is too long for a schema');
  });
});

describe('a JSON object', () => {
  it('is told from everything else', () => {
    expect(['{}', '[]', 'null', 'x'].map(isJsonObject)).toEqual([true, false, false, false]);
  });
});
