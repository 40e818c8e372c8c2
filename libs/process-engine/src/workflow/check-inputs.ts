import type { CompiledInput, CompiledProcess } from '../definition/compiled-process';
import { fitsInput, isList } from '../model/input-value';
import type { JsonRecord, JsonValue } from '../model/json-value';
import { reject } from './decision';
import type { Rejected } from './decision';
import { MAX_INPUTS_BYTES } from './limits';

/** The values of all typed inputs with defaults filled in, or why they are refused. */
export function checkInputs(
  given: JsonRecord | null | undefined,
  process: CompiledProcess,
): { readonly inputs: JsonRecord } | Rejected {
  const declared = process.inputs ?? [];
  const values = given ?? {};
  const unknown = Object.keys(values).find((name) => declared.every((input) => input.name !== name));
  if (unknown !== undefined) {
    const known =
      declared.length === 0 ? 'it takes the brief alone' : `it takes ${declared.map(({ name }) => name).join(', ')}`;
    return reject('unknown-input', `The process has no input "${unknown.slice(0, 80)}"; ${known}.`);
  }
  if (Buffer.byteLength(JSON.stringify(values)) > MAX_INPUTS_BYTES) {
    return reject(
      'input-too-large',
      `The inputs are larger than ${MAX_INPUTS_BYTES} bytes; put long texts into the brief.`,
    );
  }
  const checked: Record<string, JsonValue> = {};
  for (const input of declared) {
    const value = Object.hasOwn(values, input.name) ? values[input.name] : undefined;
    if (value === undefined || value === null) {
      if (input.default !== undefined) checked[input.name] = input.default;
      else if (input.required) return reject('missing-input', `Give a value for "${input.name}" (${describe(input)}).`);
      else checked[input.name] = null;
      continue;
    }
    if (!fitsInput(value, input)) {
      return reject('wrong-input-type', `"${input.name}" must be ${describe(input)}; it is ${typeName(value)}.`);
    }
    checked[input.name] = value;
  }
  return { inputs: checked };
}

function describe(input: CompiledInput): string {
  switch (input.type) {
    case 'enum':
      return `one of ${(input.values ?? []).join(', ')}`;
    case 'list':
      return `a list of at most ${input.max} items of type ${input.items ?? 'string'}`;
    case 'string':
      return `a text of at most ${input.max} characters`;
    default:
      return `of type ${input.type}`;
  }
}

function typeName(value: JsonValue): string {
  return isList(value) ? 'a list' : `of type ${typeof value}`;
}
