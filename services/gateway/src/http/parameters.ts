import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { ClassConstructor } from 'class-transformer';
import type { FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';
import { isId, ownJsonSchemaOf } from '@botarmy/contracts';

import { shaped } from './shaped';

/** The request's body, checked against a class: unknown fields are refused. No body counts as an empty object. */
export function ShapedBody<T extends object>(type: ClassConstructor<T>): ParameterDecorator {
  return ofRequest((request) => shaped(type, request.body ?? {}));
}

/** The request's query string, checked against a class: whole numbers become numbers, a repeated parameter is refused. */
export function ShapedQuery<T extends object>(type: ClassConstructor<T>): ParameterDecorator {
  const numeric = fieldsOf(type, 'integer');
  const flags = fieldsOf(type, 'boolean');
  return ofRequest((request) => {
    const query = { ...(request.query as Record<string, unknown>) };
    for (const name of numeric) {
      const text = query[name];
      if (typeof text === 'string' && /^\d{1,15}$/.test(text)) query[name] = Number(text);
    }
    for (const name of flags) {
      const text = query[name];
      if (text === 'true' || text === 'false') query[name] = text === 'true';
    }
    return shaped(type, query);
  });
}

/** Kinds of ids in paths, with the words their 404 uses. */
const KINDS = {
  workflow_id: { prefix: 'wf', noun: 'workflow', code: 'workflow-not-found' },
  request_id: { prefix: 'hitl', noun: 'request', code: 'hitl-request-not-found' },
  conversation_id: { prefix: 'conv', noun: 'conversation', code: 'conversation-not-found' },
  share_id: { prefix: 'shr', noun: 'link', code: 'link-not-found' },
  session_id: { prefix: 'hitl', noun: 'session', code: 'session-not-found' },
  artifact_id: { prefix: 'art', noun: 'artifact', code: 'artifact-not-found' },
  stop_id: { prefix: 'stop', noun: 'stop', code: 'stop-not-found' },
  virtual_key_id: { prefix: 'vkey', noun: 'key', code: 'virtual-key-not-found' },
  provider_key_id: { prefix: 'pkey', noun: 'key', code: 'provider-key-not-found' },
  budget_id: { prefix: 'bud', noun: 'budget', code: 'budget-not-found' },
  user_id: { prefix: 'usr', noun: 'user', code: 'user-not-found' },
  upload_id: { prefix: 'upl', noun: 'upload', code: 'upload-not-found' },
  call_id: { prefix: 'call', noun: 'model call', code: 'model-call-not-found' },
} as const;

/** An id of the path. Text that cannot be an id names nothing, so it is answered like an unknown id. */
export function PathId(name: keyof typeof KINDS): ParameterDecorator {
  const { prefix, noun, code } = KINDS[name];
  return ofRequest((request) => {
    const value = (request.params as Record<string, unknown>)[name];
    if (typeof value === 'string' && isId(value, prefix)) return value;
    throw notFound(noun, code);
  });
}

const NAME = /^[a-z0-9][a-z0-9-]{0,127}$/;

/** Kinds of names in paths, with the words their 404 uses. */
const NAMES = {
  task_id: { noun: 'task', code: 'unknown-task' },
  stage_id: { noun: 'stage', code: 'unknown-stage' },
  agent_id: { noun: 'agent', code: 'unknown-agent' },
  group_name: { noun: 'group', code: 'unknown-group' },
  process_name: { noun: 'process', code: 'unknown-process' },
} as const;

/** A name of the path, unique inside its workflow. Text that cannot be one names nothing. */
export function PathName(name: keyof typeof NAMES): ParameterDecorator {
  const { noun, code } = NAMES[name];
  return ofRequest((request) => {
    const value = (request.params as Record<string, unknown>)[name];
    if (typeof value === 'string' && NAME.test(value)) return value;
    throw notFound(noun, code);
  });
}

/** What an AG-UI run shows, from the path: the id of a workflow, or the name of a process. */
export function PathRunTarget(): ParameterDecorator {
  return ofRequest((request) => {
    const { run_target } = request.params as Record<string, unknown>;
    if (typeof run_target === 'string' && (isId(run_target, 'wf') || NAME.test(run_target))) return run_target;
    throw notFound('workflow or process', 'workflow-not-found');
  });
}

function ofRequest<TValue>(read: (request: FastifyRequest) => TValue): ParameterDecorator {
  return createParamDecorator((_data: unknown, context: ExecutionContext) =>
    read(context.switchToHttp().getRequest<FastifyRequest>()),
  )();
}

function notFound(noun: string, code: string): Problem {
  return new Problem({
    status: 404,
    code,
    title: 'Not found',
    detail: `There is no such ${noun}: check the id.`,
  });
}

function fieldsOf(type: ClassConstructor<object>, kind: 'integer' | 'boolean'): string[] {
  const properties = Object.entries(ownJsonSchemaOf(type).properties ?? {});
  return properties.filter(([, schema]) => schema.type === kind).map(([name]) => name);
}
