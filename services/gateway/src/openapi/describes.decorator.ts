import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { ClassConstructor } from 'class-transformer';

import { ownJsonSchemaOf } from '@botarmy/contracts';
import type { JsonSchema } from '@botarmy/contracts';
import 'reflect-metadata';

/** What the public document says about a route. Schemas come from the classes. */
export interface RouteDescription {
  /** Name of the operation in generated clients; unique. */
  readonly operationId: string;
  readonly summary: string;
  readonly body?: ClassConstructor<object>;
  /** True when the body is a form with a file in its field `file`. */
  readonly isUpload?: boolean;
  /** Class whose fields are query parameters. */
  readonly query?: ClassConstructor<object>;
  /** Path parameters. */
  readonly parameters?: readonly string[];
  readonly reply?: ClassConstructor<object>;
  /** Status of success; 200 when absent. */
  readonly status?: number;
  /** Media type of an answer that is not JSON. */
  readonly produces?: string;
  /** Codes of problems besides those of every route, by status. */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
  /** True for commands: they accept an `Idempotency-Key`. */
  readonly isCommand?: boolean;
  /** True for changes of what was read before: they name it in `If-Match`. */
  readonly needsMatch?: boolean;
  /** True for changes that may name what they were made from in `If-Match`. */
  readonly takesMatch?: boolean;
  /** True for answers whose `ETag` names the revision. */
  readonly hasTag?: boolean;
}

export const SCHEMA_PREFIX = '#/components/schemas/';
const DESCRIBED = Symbol('described');

/** Describes a route for the public document. */
export function Describes(description: RouteDescription): MethodDecorator {
  const { operationId, summary, body, query, parameters = [] } = description;
  const { isCommand = false, needsMatch = false, takesMatch = false } = description;
  return applyDecorators(
    (_target: object, _key: string | symbol, descriptor: PropertyDescriptor) =>
      Reflect.defineMetadata(DESCRIBED, description, descriptor.value as object),
    ApiOperation({ operationId, summary }),
    ...parameters.map((name) => ApiParam({ name, schema: { type: 'string' } })),
    ...(query === undefined ? [] : queryParameters(query)),
    ...(body === undefined ? [] : [requestBody(body)]),
    ...(description.isUpload === true ? fileBody() : []),
    ...(isCommand
      ? [
          ApiHeader({
            name: 'Idempotency-Key',
            required: false,
            schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,128}$' },
          }),
        ]
      : []),
    ...(needsMatch || takesMatch
      ? [ApiHeader({ name: 'If-Match', required: needsMatch, schema: { type: 'string' } })]
      : []),
    success(description),
    ...problems(description),
  );
}

/** Classes a route's description refers to. */
export function describedClasses(handler: object): ClassConstructor<object>[] {
  const description = Reflect.getMetadata(DESCRIBED, handler) as RouteDescription | undefined;
  return [description?.body, description?.reply].filter((type) => type !== undefined);
}

/** True when a route is part of the public document. */
export function isDescribed(handler: object): boolean {
  return Reflect.hasMetadata(DESCRIBED, handler);
}

/** A body without required fields may be left out. */
function requestBody(type: ClassConstructor<object>): MethodDecorator {
  const required = ownJsonSchemaOf(type, SCHEMA_PREFIX).required !== undefined;
  return ApiBody({ required, schema: { $ref: SCHEMA_PREFIX + type.name } });
}

/** A form with one file. */
function fileBody(): MethodDecorator[] {
  const file = { type: 'string', format: 'binary' };
  const schema = { type: 'object', properties: { file }, required: ['file'], additionalProperties: false };
  return [ApiConsumes('multipart/form-data'), ApiBody({ required: true, schema })];
}

function queryParameters(type: ClassConstructor<object>): MethodDecorator[] {
  const { properties = {}, required = [] } = ownJsonSchemaOf(type, SCHEMA_PREFIX);
  return Object.entries(properties).map(([name, schema]) =>
    ApiQuery({ name, required: required.includes(name), schema: schema as JsonSchema & object }),
  );
}

function success({
  reply,
  status = 200,
  produces = 'application/json',
  hasTag = false,
}: RouteDescription): MethodDecorator {
  const schema = reply === undefined ? { type: 'string' } : { $ref: SCHEMA_PREFIX + reply.name };
  return ApiResponse({
    status,
    description: 'Success',
    ...(hasTag
      ? { headers: { ETag: { schema: { type: 'string' }, description: 'The revision, for If-Match.' } } }
      : {}),
    ...(status === 204 ? {} : { content: { [produces]: { schema } } }),
  });
}

function problems({ problems: own = {} }: RouteDescription): MethodDecorator[] {
  return Object.entries(own).map(([status, codes]) =>
    ApiResponse({
      status: Number(status),
      description: `Problem with code ${codes.join(' or ')}`,
      content: { 'application/problem+json': { schema: { $ref: `${SCHEMA_PREFIX}Problem` } } },
    }),
  );
}
