import { validateSync } from 'class-validator';

import { ConfigError } from './config-error';
import type { ConfigClass, ConfigKeyDescription } from './describe-config';
import { describeConfig } from './describe-config';

/** Environment variables as a plain object: `process.env` in an entry point, a slice of it in one process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Builds and validates a configuration object. Empty strings count as absent.
 * Throws `ConfigError` with every problem found; values of secrets are never repeated in it.
 */
export function loadConfig<TConfig extends object>(
  configClass: ConfigClass<TConfig>,
  environment: Environment,
): TConfig {
  const config = new configClass();
  const descriptions = describeConfig(configClass);
  const problems: string[] = [];
  const unreadable = new Set<string>();
  for (const description of descriptions) {
    const raw = environment[description.key];
    if (raw === undefined || raw === '') {
      if (description.default !== undefined) Object.assign(config, { [description.key]: description.default });
      continue;
    }
    const converted = convert(raw, description);
    if (converted.problem === undefined) Object.assign(config, { [description.key]: converted.value });
    else {
      unreadable.add(description.key);
      problems.push(`${description.key} ${converted.problem}`);
    }
  }
  for (const error of validateSync(config, { forbidUnknownValues: false })) {
    if (unreadable.has(error.property)) continue;
    const description = descriptions.find((candidate) => candidate.key === error.property);
    problems.push(explain(error.property, Object.values(error.constraints ?? {}), environment, description));
  }
  if (problems.length > 0) throw new ConfigError(configClass.name, problems);
  return config;
}

function convert(raw: string, { type, secret }: ConfigKeyDescription): { value?: unknown; problem?: string } {
  const shown = secret ? 'the given value' : JSON.stringify(raw);
  if (type === 'number') {
    const value = Number(raw);
    return raw.trim() !== '' && Number.isFinite(value) ? { value } : { problem: `must be a number, not ${shown}` };
  }
  if (type === 'boolean') {
    if (raw === 'true' || raw === 'false') return { value: raw === 'true' };
    return { problem: `must be true or false, not ${shown}` };
  }
  if (type === 'list' || type === 'object') {
    const example = type === 'list' ? '["a","b"]' : '{"a":1}';
    const value = parseJson(raw);
    const fits = type === 'list' ? Array.isArray(value) : value !== null && typeof value === 'object';
    return fits ? { value } : { problem: `must be a JSON ${type} such as ${example}, not ${shown}` };
  }
  return { value: raw };
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

function explain(
  key: string,
  constraints: string[],
  environment: Environment,
  description: ConfigKeyDescription | undefined,
): string {
  const purpose = description?.description ? ` (${description.description})` : '';
  if (!environment[key] && description?.default === undefined) return `${key} is not set: set it${purpose}`;
  const rules = constraints.map((rule) => rule.replace(new RegExp(`^${key} `), '')).join('; ');
  return `${key} ${rules}: change it${purpose}`;
}
