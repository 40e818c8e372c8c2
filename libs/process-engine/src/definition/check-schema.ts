import Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';

import type { FilePositions } from '../yaml/positions';
import { pointerTo } from '../yaml/positions';
import type { Declaration } from './declare';
import type { DefinitionError } from './definition-error';
import { ErrorCollector } from './definition-source';
import { GRAMMARS } from './grammar';
import { nearestWord } from './nearest-word';

/** Most errors reported for one file. */
const MAX_ERRORS = 100;

// The schemas are large and few files are checked: compiling would take a third longer if the code were made compact.
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, verbose: true, code: { optimize: false } });
const compiled = new WeakMap<object, ValidateFunction>();

/** Everything in which a value differs from its declaration. */
export function checkSchema(
  value: unknown,
  declaration: Declaration<unknown>,
  positions: FilePositions,
): readonly DefinitionError[] {
  const validate = compiled.get(declaration) ?? ajv.compile(declaration.schema);
  compiled.set(declaration, validate);
  if (validate(value)) return [];
  const collector = new ErrorCollector(positions);
  for (const error of (validate.errors ?? []).slice(0, MAX_ERRORS)) report(error, collector);
  return collector.errors;
}

function report(error: ErrorObject, to: ErrorCollector): void {
  const at = error.instancePath;
  const what = at === '' ? 'The file' : `"${at.slice(1).replaceAll('/', '.')}"`;
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required': {
      const field = String(params['missingProperty']);
      return to.add(at, 'missing-field', `${what} has no field "${field}".`, `Add "${field}".`, 'key');
    }
    case 'additionalProperties': {
      const field = String(params['additionalProperty']);
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
      const near = nearestWord(field, known);
      const remedy =
        near === undefined ? `Remove it; known fields are ${known.join(', ')}.` : `Did you mean "${near}"?`;
      return to.add(
        pointerTo(at, field),
        'unknown-field',
        `${what} has a field "${field}" that is not known.`,
        remedy,
        'key',
      );
    }
    case 'type': {
      const type = String(params['type']);
      const found = error.data === null ? 'nothing' : Array.isArray(error.data) ? 'array' : typeof error.data;
      return to.add(
        at,
        'wrong-type',
        `${what} must be of type ${type}, it is ${found}.`,
        `Write a value of type ${type}.`,
      );
    }
    case 'pattern': {
      // Told by `propertyNames`.
      if (error.propertyName !== undefined) return;
      const grammar = GRAMMARS.get(String(params['pattern']));
      const code = grammar?.code ?? 'invalid-value';
      const shown = JSON.stringify(String(error.data).slice(0, 80));
      return to.add(
        at,
        code,
        `${what} is ${shown}, which is not allowed here.`,
        grammar?.remedy ?? 'Use another value.',
      );
    }
    case 'propertyNames': {
      const field = String(params['propertyName']);
      const message = `${what} has a name ${JSON.stringify(field.slice(0, 80))}, which is not allowed here.`;
      return to.add(pointerTo(at, field), 'invalid-id', message, 'Use lower-case letters, digits and "_".', 'key');
    }
    case 'enum':
    case 'const': {
      const allowed = ((params['allowedValues'] as unknown[] | undefined) ?? [params['allowedValue']]).join(', ');
      return to.add(at, 'invalid-value', `${what} must be one of: ${allowed}.`, `Use one of: ${allowed}.`);
    }
    default:
      return to.add(
        at,
        'out-of-range',
        `${what} ${error.message ?? 'is out of range'}.`,
        'Use a value within the bounds.',
      );
  }
}
