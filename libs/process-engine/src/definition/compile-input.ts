import type { CompiledInput } from './compiled-process';
import type { InputDefinition } from './process-definition';

/** A typed input with its defaults filled in. */
export function compileInput(input: InputDefinition): CompiledInput {
  const { name = '', title, type = 'string', values, items, max } = input;
  const standard = input.default ?? undefined;
  return {
    name,
    title: title ?? name,
    type,
    required: input.required ?? standard === undefined,
    ...(standard === undefined ? {} : { default: standard }),
    ...(values === undefined ? {} : { values }),
    ...(type === 'list' ? { items: items ?? 'string' } : {}),
    max: max ?? (type === 'list' ? 50 : 1_000),
  };
}
