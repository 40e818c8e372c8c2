/** A value of a key: a switch, a whole number, a word of a closed list, or an ordered list of names. */
export type ConfigurationValue = boolean | number | string | readonly string[];
/** Values by key; a key that is absent has its default. */
export type ConfigurationValues = Readonly<Record<string, ConfigurationValue>>;

/** One key that can be changed while the platform runs. */
export interface ConfigurationKey {
  /** Dotted name; `{agent_id}` stands for any agent. */
  readonly key: string;
  /** `tenant`: each tenant has its own value. `installation`: one value for all, set by the installation's administrators. */
  readonly scope: 'tenant' | 'installation';
  readonly type: 'boolean' | 'integer' | 'names' | 'word';
  /** Bounds of an integer. */
  readonly min?: number;
  readonly max?: number;
  /** The words there are. */
  readonly words?: readonly string[];
  /** What holds when nobody set it; a word says where it comes from. */
  readonly default: ConfigurationValue | { readonly from: string };
  readonly description: string;
}

const MOST_REQUESTS = 10_000_000;
const MOST_DAYS = 36_500;

/** How somebody is told: not at all, in open pages alone, or in the inbox as well. */
export const NOTIFICATION_CHANNELS = ['off', 'live', 'inbox'] as const;
/** What people are told of. */
export const NOTIFICATION_EVENTS = {
  request_opened: 'a question to them was opened',
  request_changed: 'a question to them changed',
  message_received: 'a message came into a conversation of theirs',
  answer_ready: 'an agent answered them',
} as const;

/** Every key, from which validation, the reference page and the commands of the command line derive. */
export const CONFIGURATION_KEYS: readonly ConfigurationKey[] = [
  {
    key: 'agents.{agent_id}.enabled',
    scope: 'tenant',
    type: 'boolean',
    default: true,
    description:
      'A disabled agent takes no new task: what runs ends, what waits is kept back, and a process that needs it is refused at its start.',
  },
  {
    key: 'workflow.parallel_execution',
    scope: 'tenant',
    type: 'boolean',
    default: { from: 'WORKFLOW_PARALLEL_EXECUTION' },
    description:
      'Several tasks of a workflow at a time, for processes that leave it open. Workflows keep what they started with.',
  },
  {
    key: 'llm_providers',
    scope: 'tenant',
    type: 'names',
    default: { from: 'the routes' },
    description:
      'Providers in the order in which routes that go by priority ask them; those not named come after, as their route has them.',
  },
  {
    key: 'rate_limits.requests_per_minute_per_user',
    scope: 'tenant',
    type: 'integer',
    min: 1,
    max: MOST_REQUESTS,
    default: 12_000,
    description: 'Requests of one person or token per minute and replica of the gateway.',
  },
  {
    key: 'rate_limits.requests_per_minute_per_tenant',
    scope: 'installation',
    type: 'integer',
    min: 1,
    max: MOST_REQUESTS,
    default: 60_000,
    description: 'Requests of all people of one tenant per minute and replica of the gateway.',
  },
  {
    key: 'rate_limits.uploads_per_hour_per_user',
    scope: 'tenant',
    type: 'integer',
    min: 1,
    max: MOST_REQUESTS,
    default: 50,
    description: 'Uploads per hour of one person.',
  },
  {
    key: 'rate_limits.uploads_per_hour',
    scope: 'installation',
    type: 'integer',
    min: 1,
    max: MOST_REQUESTS,
    default: 1_000,
    description: 'Uploads per hour of everybody together.',
  },
  {
    key: 'retention.archive_after_days',
    scope: 'installation',
    type: 'integer',
    min: 0,
    max: MOST_DAYS,
    default: { from: 'WORKFLOW_ARCHIVE_AFTER_DAYS' },
    description: 'Days after its end until a workflow is archived; 0 for never. Limits of a tenant may say otherwise.',
  },
  {
    key: 'retention.erase_after_days',
    scope: 'installation',
    type: 'integer',
    min: 0,
    max: MOST_DAYS,
    default: { from: 'WORKFLOW_ERASE_AFTER_DAYS' },
    description: 'Days after its end until a workflow is erased; 0 for never. Limits of a tenant may say otherwise.',
  },
  ...notificationKeys(),
];

const AGENT_KEY = /^agents\.([a-z0-9][a-z0-9-]{0,127})\.enabled$/;
const DECLARED = new Map(CONFIGURATION_KEYS.map((declared) => [declared.key, declared]));

/** The declaration of a key as written; undefined for one that does not exist. */
export function configurationKeyOf(key: string): ConfigurationKey | undefined {
  return DECLARED.get(AGENT_KEY.test(key) ? 'agents.{agent_id}.enabled' : key.includes('{') ? '' : key);
}

/** The agent a key of the form `agents.<id>.enabled` is about. */
export function agentOfConfigurationKey(key: string): string | undefined {
  return AGENT_KEY.exec(key)?.[1];
}

/** What is set, and the defaults that are values where nothing is; the later scope counts more. */
export function configurationInForce(...scopes: readonly ConfigurationValues[]): ConfigurationValues {
  const defaults = CONFIGURATION_KEYS.flatMap(({ key, default: value }) =>
    typeof value === 'object' && 'from' in value ? [] : [[key, value] as const],
  ).filter(([key]) => !key.includes('{'));
  return Object.assign({}, Object.fromEntries(defaults), ...scopes) as ConfigurationValues;
}

/** What is wrong with a value for a key; undefined when nothing is. */
export function configurationFault(key: string, value: unknown): string | undefined {
  const declared = configurationKeyOf(key);
  if (declared === undefined) return 'is no key of the configuration';
  const { type, min = 0, max = Number.MAX_SAFE_INTEGER } = declared;
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (type === 'word') return isOneOf(value, declared.words ?? []);
  if (type === 'integer') {
    const fits = Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
    return fits ? undefined : `must be a whole number from ${min} to ${max}`;
  }
  const isNames =
    Array.isArray(value) && value.length <= 50 && value.every(isName) && new Set(value).size === value.length;
  return isNames
    ? undefined
    : 'must be a list of at most 50 different names of lower-case letters, digits, "-" and "_"';
}

function isOneOf(value: unknown, words: readonly string[]): string | undefined {
  return typeof value === 'string' && words.includes(value) ? undefined : `must be one of ${words.join(', ')}`;
}

function notificationKeys(): ConfigurationKey[] {
  return Object.entries(NOTIFICATION_EVENTS).map(([event, words]) => ({
    key: `notifications.${event}`,
    scope: 'tenant' as const,
    type: 'word' as const,
    words: NOTIFICATION_CHANNELS,
    default: 'inbox',
    description: `How people are told that ${words}, unless their own preferences say otherwise.`,
  }));
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9_-]{0,63}$/.test(value);
}
