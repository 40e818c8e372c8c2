import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Environment } from '@botarmy/chassis';
import { describeConfig } from '@botarmy/chassis';

import { RouterConfig } from '../../config';

/**
 * Secrets of the router that are mounted as files named like their configuration keys, as Kubernetes mounts a Secret. A file that is
 * missing or empty changes nothing.
 *
 * @throws what reading a file that is there fails of.
 */
export function readMountedSecrets(directory: string | undefined): Environment {
  if (directory === undefined || directory === '') return {};
  const secrets = describeConfig(RouterConfig).filter(({ secret }) => secret);
  const read = secrets.map(({ key }) => [key, readIfThere(join(directory, key))] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined && value !== ''));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
