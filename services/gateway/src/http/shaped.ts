import { plainToInstance } from 'class-transformer';
import type { ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';

import { Problem, validationProblem } from '@botarmy/chassis';

import { assertShallow } from './assert-shallow';

/** The value as an instance of its class. Throws a 400 that names every problem: `unknown-field` or `validation-failed`. */
export function shaped<T extends object>(type: ClassConstructor<T>, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject();
  assertShallow(value);
  const instance = plainToInstance(type, value);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  if (errors.length === 0) return instance;
  const problem = validationProblem(errors);
  throw errors.some(isUnknownField) ? unknownField(problem) : problem;
}

function isUnknownField(error: ValidationError): boolean {
  return error.constraints?.['whitelistValidation'] !== undefined || (error.children ?? []).some(isUnknownField);
}

function unknownField(problem: Problem): Problem {
  return new Problem({
    status: 400,
    code: 'unknown-field',
    title: 'Unknown field',
    detail: 'Leave out the fields listed under "errors" that this request does not have.',
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  });
}

function notAnObject(): Problem {
  return new Problem({
    status: 400,
    code: 'validation-failed',
    title: 'Validation failed',
    detail: 'Send a JSON object.',
  });
}
