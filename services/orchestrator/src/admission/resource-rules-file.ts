import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'yaml';

import { assertPayload, ResourceRules } from '@botarmy/contracts';

const FILE = 'limits.yaml';

/** Thrown when `limits.yaml` cannot be read as rules. */
export class InvalidLimitsError extends Error {
  constructor(file: string, cause: unknown) {
    super(`${file} is not a valid set of limits: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'InvalidLimitsError';
  }
}

/**
 * The rules beside the processes; nothing is limited where there is no file.
 *
 * @throws {InvalidLimitsError} naming every field that is wrong.
 */
export async function readResourceRules(directory: string): Promise<ResourceRules> {
  const file = join(directory, FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    const rules: unknown = parse(text) ?? {};
    assertPayload(ResourceRules, rules);
    return rules;
  } catch (error) {
    throw new InvalidLimitsError(file, error);
  }
}
