import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ClassConstructor } from 'class-transformer';

import { nestedTypesOf, ownJsonSchemaOf } from '@botarmy/contracts';

import { listEntries } from '../access/entry-catalog';
import type { Entry } from '../access/entry-catalog';
import { describedClasses, isDescribed, SCHEMA_PREFIX } from './describes.decorator';
import { PROBLEM_SCHEMA } from './problem-schema';

type Operations = Record<string, { responses: Record<string, object>; security?: object[]; tags?: string[] }>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const problemAnswer = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: `${SCHEMA_PREFIX}Problem` } } },
});
const SECURITY = [{ session: [] }, { bearer: [] }];

/** The public document: routes from the controllers, schemas from the contracts' classes. The same input gives the same text. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const entries = listEntries(app).filter(({ kind, callback }) => {
    return kind === 'route' && isDescribed(callback);
  });
  const document = SwaggerModule.createDocument(app, documentHead());
  document.paths = Object.fromEntries(entries.map(({ path }) => [path, document.paths[path] ?? {}]));
  for (const entry of entries) complete(document, entry);
  document.components = { ...document.components, schemas: schemasOf(entries) };
  return document;
}

function documentHead(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('BotArmy')
    .setDescription('Public API of the gateway. Live news: WebSocket at /api/ws, see docs/reference/routes.md.')
    .setVersion('1')
    .addCookieAuth(
      'botarmy_session',
      { type: 'apiKey', in: 'cookie', description: 'Commands need X-CSRF-Token.' },
      'session',
    )
    .addBearerAuth({ type: 'http', bearerFormat: 'opaque', description: 'Token of POST /api/auth/token.' }, 'bearer')
    .build();
}

function complete(document: OpenAPIObject, { path, method, access, handler }: Entry): void {
  const operation = (document.paths[path] as Operations | undefined)?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`The document misses ${method} ${path}.`);
  const [controller = ''] = handler.split('.');
  operation.tags = [controller.replace(/Controller$/, '').toLowerCase()];
  const { responses } = operation;
  responses['400'] ??= problemAnswer('Problem with code validation-failed or unknown-field');
  responses['503'] ??= problemAnswer('Problem with code unavailable: repeat the request after Retry-After');
  if (access === 'anonymous') return;
  operation.security = SECURITY;
  responses['429'] ??= problemAnswer('Problem with code rate-limited: repeat the request after Retry-After');
  responses['401'] ??= problemAnswer('Problem with code not-signed-in');
  responses['403'] ??= problemAnswer(`Problem with code role-missing (this needs ${access}) or csrf-token-missing`);
}

function schemasOf(entries: readonly Entry[]): Schemas {
  const types = new Map<string, ClassConstructor<object>>();
  for (const type of entries.flatMap(({ callback }) => describedClasses(callback))) {
    for (const each of [type, ...nestedTypesOf(type)]) types.set(each.name, each);
  }
  const schemas: Record<string, unknown> = { Problem: PROBLEM_SCHEMA };
  for (const name of [...types.keys()].sort()) {
    const type = types.get(name);
    if (type !== undefined) schemas[name] = ownJsonSchemaOf(type, SCHEMA_PREFIX);
  }
  return schemas as Schemas;
}
