import type { CompiledInput, CompiledProcess } from '../definition/compiled-process';
import { fitsInput, isList } from '../model/input-value';
import type { JsonRecord, JsonValue } from '../model/json-value';
import { reject } from './decision';
import type { Rejected, RejectionCode } from './decision';
import { MAX_INPUTS_BYTES } from './limits';

/** Inputs that are refused. */
export interface RefusedInputs extends Rejected {
  /** Name of the input concerned; null when it is about all of them. */
  readonly input: string | null;
}

/** The values of all typed inputs with defaults filled in, or why they are refused. */
export function checkInputs(
  given: JsonRecord | null | undefined,
  process: CompiledProcess,
): { readonly inputs: JsonRecord } | RefusedInputs {
  const declared = process.inputs ?? [];
  const values = given ?? {};
  const unknown = Object.keys(values).find((name) => declared.every((input) => input.name !== name));
  if (unknown !== undefined) {
    const known =
      declared.length === 0 ? 'it takes the brief alone' : `it takes ${declared.map(({ name }) => name).join(', ')}`;
    return refuse(
      'unknown-input',
      `The process has no input "${unknown.slice(0, 80)}"; ${known}.`,
      unknown.slice(0, 80),
    );
  }
  if (Buffer.byteLength(JSON.stringify(values)) > MAX_INPUTS_BYTES) {
    const detail = `The inputs are larger than ${MAX_INPUTS_BYTES} bytes; put long texts into the brief.`;
    return refuse('input-too-large', detail, null);
  }
  const checked: Record<string, JsonValue> = {};
  for (const input of declared) {
    const value = Object.hasOwn(values, input.name) ? values[input.name] : undefined;
    if (value === undefined || value === null) {
      if (input.default !== undefined) checked[input.name] = input.default;
      else if (input.required)
        return refuse('missing-input', `Give a value for "${input.name}" (${describe(input)}).`, input.name);
      else checked[input.name] = null;
      continue;
    }
    if (!fitsInput(value, input)) {
      const detail = `"${input.name}" must be ${describe(input)}; it is ${typeName(value)}.`;
      return refuse('wrong-input-type', detail, input.name);
    }
    checked[input.name] = value;
  }
  return { inputs: checked };
}

function refuse(code: RejectionCode, detail: string, input: string | null): RefusedInputs {
  return { ...reject(code, detail), input };
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
