import { fitsInput } from '../model/input-value';
import { compileInput } from './compile-input';
import type { ErrorCollector } from './definition-source';
import type { InputDefinition, ProcessDefinition } from './process-definition';

/** The brief comes first and is the only artifact; the others are values with names of their own. */
export function validateInputs(process: ProcessDefinition, errors: ErrorCollector): void {
  const seen = new Set<string>();
  process.inputs.forEach((input, index) => {
    const at = ['inputs', index];
    if ((input.path === undefined) === (input.name === undefined)) {
      const remedy = 'Write path and title for the brief, name and type for a value.';
      errors.add(at, 'invalid-input', 'An input has either "path" or "name".', remedy);
    } else if (input.path !== undefined) {
      validateBrief(input, index, errors);
    } else validateValue(input, at, seen, errors);
  });
  if (process.inputs.every((input) => input.path === undefined)) {
    errors.add(
      ['inputs'],
      'missing-field',
      'There is no artifact to start with.',
      'Add an input with path and title.',
      'key',
    );
  }
}

function validateBrief(input: InputDefinition, index: number, errors: ErrorCollector): void {
  const at = ['inputs', index];
  if (input.title === undefined) {
    errors.add(at, 'missing-field', `"inputs.${index}" has no field "title".`, 'Add "title".', 'key');
  }
  if (index > 0)
    errors.add(at, 'invalid-input', 'Only the first input is an artifact.', 'Make it a value, or move it up.');
}

function validateValue(
  input: InputDefinition,
  at: readonly (string | number)[],
  seen: Set<string>,
  errors: ErrorCollector,
): void {
  const { name = '', type } = input;
  if (seen.has(name))
    errors.add([...at, 'name'], 'duplicate-id', `Two inputs have the name "${name}".`, 'Give each its own.');
  seen.add(name);
  if (type === undefined)
    return errors.add(at, 'missing-field', `The input "${name}" has no type.`, 'Add "type".', 'key');
  if (type === 'enum' && input.values === undefined) {
    errors.add(
      at,
      'missing-field',
      `The input "${name}" has no values.`,
      'Add "values" with the words allowed.',
      'key',
    );
    return;
  }
  const compiled = compileInput(input);
  if (compiled.default === undefined || fitsInput(compiled.default, compiled)) return;
  errors.add(
    [...at, 'default'],
    'wrong-type',
    `The default of "${name}" is not of type ${type}.`,
    'Use a value that fits.',
  );
}
