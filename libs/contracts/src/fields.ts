import 'reflect-metadata';

import { Type } from 'class-transformer';
import type { ClassConstructor } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** What every field decorator takes: whether the field may be absent, whether it may be null, and its description. */
export interface FieldOptions {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
}

const nullableFields = new WeakMap<object, Set<string>>();

/** Names of the fields of a class that are always present but may be null. */
export function nullableFieldsOf(type: ClassConstructor<object>): ReadonlySet<string> {
  return nullableFields.get(type.prototype as object) ?? new Set();
}

function field(options: FieldOptions, ...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
    if (options.optional === true) IsOptional()(target, key);
    if (options.nullable === true) {
      ValidateIf((_object, value) => value !== null)(target, key);
      const names = nullableFields.get(target) ?? new Set<string>();
      nullableFields.set(target, names.add(String(key)));
    }
    const { description } = options;
    // A field has one schema decorator; those made by `stated` carry the description already.
    if (description !== undefined && !decorators.some((decorate) => statedSchemas.has(decorate))) {
      JSONSchema({ description })(target, String(key));
    }
  };
}

type Derived = Extract<Parameters<typeof JSONSchema>[0], (...args: never[]) => unknown>;

const statedSchemas = new WeakSet<PropertyDecorator>();

/** A schema decorator that corrects what the checks derive and keeps the field's description. */
function stated(correct: Derived): (options: FieldOptions) => PropertyDecorator {
  return ({ description }) => {
    const decorate = JSONSchema((derived, all) => ({
      ...correct(derived, all),
      ...(description === undefined ? {} : { description }),
    })) as PropertyDecorator;
    statedSchemas.add(decorate);
    return decorate;
  };
}

/** Text of bounded length in characters (default 0 to 500). */
export function Text(options: FieldOptions & { min?: number; max?: number; pattern?: RegExp } = {}): PropertyDecorator {
  const { min = 0, max = 500, pattern } = options;
  const checks = [IsString(), MinLength(min), MaxLength(max)];
  return field(options, ...checks, ...(pattern === undefined ? [] : [Matches(pattern)]));
}

/** An identifier: an id of this system or a name such as a task or agent id; never longer than 128 characters. */
export function Identifier(options: FieldOptions = {}): PropertyDecorator {
  return field(options, IsString(), Matches(/^[A-Za-z0-9][A-Za-z0-9_:.-]{0,127}$/));
}

/** An ISO 8601 instant in UTC, e.g. `2025-01-15T10:30:00.000Z`. */
export function Timestamp(options: FieldOptions = {}): PropertyDecorator {
  // The derived schema offers a bare date as well, as `oneOf`, which no instant satisfies exactly once.
  const schema = stated(({ oneOf: _dateOrInstant, ...derived }) => ({
    ...derived,
    type: 'string',
    format: 'date-time',
  }));
  return field(options, IsISO8601({ strict: true }), schema(options));
}

/** A whole number, by default not negative. */
export function Count(options: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator {
  // The bounds' own schemas say "number" and would win over the check's "integer".
  const schema = stated((derived) => ({ ...derived, type: 'integer' }));
  const bounds = [Min(options.min ?? 0), Max(options.max ?? Number.MAX_SAFE_INTEGER)];
  return field(options, IsInt(), ...bounds, schema(options));
}

/** A finite number. */
export function Decimal(options: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator {
  const bounds = [
    options.min === undefined ? [] : [Min(options.min)],
    options.max === undefined ? [] : [Max(options.max)],
  ];
  return field(options, IsNumber(), ...bounds.flat());
}

/** True or false. */
export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field(options, IsBoolean());
}

/** One of a closed list of words. */
export function OneOf(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return field(options, IsIn([...values]));
}

/** A list of words or texts, bounded in count and length. */
export function TextList(options: FieldOptions & { maxItems?: number; max?: number } = {}): PropertyDecorator {
  const { maxItems = 1_000, max = 500 } = options;
  return field(options, IsArray(), ArrayMaxSize(maxItems), IsString({ each: true }), MaxLength(max, { each: true }));
}

/** An object of another declared class. */
export function Nested(type: () => ClassConstructor<object>, options: FieldOptions = {}): PropertyDecorator {
  return field(options, ValidateNested(), Type(type), IsObject());
}

/** A bounded list of objects of another declared class. */
export function ListOf(
  type: () => ClassConstructor<object>,
  options: FieldOptions & { maxItems?: number } = {},
): PropertyDecorator {
  const { maxItems = 1_000 } = options;
  return field(options, IsArray(), ArrayMaxSize(maxItems), ValidateNested({ each: true }), Type(type));
}

/** A free-form JSON object whose inside is not part of the contract. */
export function JsonObject(options: FieldOptions = {}): PropertyDecorator {
  const schema = stated((derived) => ({ ...derived, type: 'object', additionalProperties: true }));
  return field(options, IsObject(), schema(options));
}

/** Any JSON value but null; what it may be is said elsewhere, by a schema that came with it. */
export function AnyJson(options: FieldOptions = {}): PropertyDecorator {
  const schema = stated(() => ({}));
  return field(options, IsDefined(), schema(options));
}
