import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

import type { FieldProblem } from '../errors/problem';
import { Problem } from '../errors/problem';

/** Most broken rules named in one answer. */
const mostErrors = 50;

/** Validates and converts bodies, parameters and queries; unknown fields are refused. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    validationError: { target: false, value: false },
    exceptionFactory: validationProblem,
  });
}

/** A 400 that names every broken rule by its path. */
export function validationProblem(errors: ValidationError[]): Problem {
  const fields = errors.flatMap((error) => fieldProblems(error, '')).slice(0, mostErrors);
  return new Problem({
    status: 400,
    code: 'validation-failed',
    title: 'Validation failed',
    detail: `Correct the fields listed under "errors" and send the request again.`,
    errors: fields,
  });
}

function fieldProblems(error: ValidationError, prefix: string): FieldProblem[] {
  const path = prefix === '' ? error.property : `${prefix}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, path))];
}
