import type { LiveFrame } from './frame';

type Kind = 'string' | 'number' | 'object' | 'string?' | 'number?';

const turnFields = {
  workflow_id: 'string',
  task_id: 'string',
  agent_id: 'string',
  attempt: 'number',
  turn: 'number',
} as const;

const messageFields = { conversation_id: 'string', message_id: 'string', seq: 'number' } as const;

/** What each frame must carry before anything looks at it. */
const requiredFields: Readonly<Record<LiveFrame['type'], Readonly<Record<string, Kind>>>> = {
  agent_status: {
    agent_id: 'string',
    status: 'string',
    workflow_id: 'string',
    task_name: 'string?',
    progress: 'number',
    seq: 'number',
  },
  workflow_progress: {
    workflow_id: 'string',
    progress: 'number',
    status: 'string',
    current_stage: 'string?',
    current_agent: 'string?',
    seq: 'number',
  },
  hitl_request_changed: { request_id: 'string', workflow_id: 'string', status: 'string?' },
  hitl_request: { request_id: 'string', workflow_id: 'string', status: 'string?' },
  system_notification: { level: 'string', message: 'string' },
  conversation_message: messageFields,
  alert: messageFields,
  conversation_delta: { conversation_id: 'string', message_id: 'string', offset: 'number', text: 'string' },
  heartbeat: { content: 'string' },
  artifact_recorded: { workflow_id: 'string' },
  workflow_event: { workflow_id: 'string', seq: 'number', event: 'object' },
  delta: { ...turnFields, offset: 'number', text: 'string' },
  snapshot: { ...turnFields, offset: 'number?', text: 'string' },
  subscribed: { workflow_id: 'string', seq: 'number' },
  unsubscribed: { workflow_id: 'string' },
  resync: { workflow_id: 'string' },
  error: { code: 'string', message: 'string' },
};

const eventFields = {
  seq: 'number',
  type: 'string',
  occurred_at: 'string',
  data: 'object',
  progress: 'object',
} as const;

function fits(value: unknown, kind: Kind): boolean {
  if (kind === 'string?') return value === null || value === undefined || typeof value === 'string';
  if (kind === 'number?') return value === undefined || typeof value === 'number';
  return kind === 'object' ? isObject(value) : typeof value === kind;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasFields(value: Record<string, unknown>, fields: Readonly<Record<string, Kind>>): boolean {
  return Object.entries(fields).every(([name, kind]) => fits(value[name], kind));
}

/** The frame in a socket message, or undefined when it is none of those we know (a newer platform may send more). */
export function parseFrame(message: unknown): LiveFrame | undefined {
  if (typeof message !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (!isObject(value) || typeof value['type'] !== 'string') return undefined;
  const fields = Object.hasOwn(requiredFields, value['type'])
    ? requiredFields[value['type'] as LiveFrame['type']]
    : undefined;
  if (fields === undefined || !hasFields(value, fields)) return undefined;
  if (value['type'] === 'workflow_event' && !hasFields(value['event'] as Record<string, unknown>, eventFields))
    return undefined;
  return value as unknown as LiveFrame;
}
