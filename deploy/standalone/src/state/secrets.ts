import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';

import { nkeys } from 'nats';

import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import { writeAtomically } from './write-atomically';

/** What an installation keeps to itself; made once, mode 0600. */
export interface Secrets {
  readonly database_passwords: Readonly<Record<string, string>>;
  readonly nats_seeds: Readonly<Record<string, string>>;
  readonly demo_user_password: string;
  /** What the router encrypts under, as its `MASTER_KEYS` wants it. */
  readonly router_master_keys: string;
}

/** Reads the secrets; makes those that are missing, so that a service added later gets its own too. */
export function loadSecrets(file: string): Secrets {
  const known = readSecrets(file);
  const secrets: Secrets = {
    database_passwords: complete(known.database_passwords, () => randomBytes(24).toString('base64url')),
    nats_seeds: complete(known.nats_seeds, () => new TextDecoder().decode(nkeys.createUser().getSeed())),
    demo_user_password: known.demo_user_password ?? randomBytes(15).toString('base64url'),
    router_master_keys: known.router_master_keys ?? `k1:${randomBytes(32).toString('base64')}`,
  };
  const text = `${JSON.stringify(secrets, undefined, 2)}\n`;
  if (text !== `${JSON.stringify(known, undefined, 2)}\n`) writeAtomically(file, text);
  else chmodSync(file, 0o600);
  return secrets;
}

/** The seed of one service's NATS user. */
export function seedOf(secrets: Secrets, service: ServiceName): string {
  return named(secrets.nats_seeds, service);
}

/** The password of one service's login role. */
export function passwordOf(secrets: Secrets, service: ServiceName): string {
  return named(secrets.database_passwords, service);
}

function named(values: Readonly<Record<string, string>>, service: ServiceName): string {
  const value = values[service];
  if (value === undefined) throw new Error(`secrets.json has no entry for ${service}.`);
  return value;
}

function readSecrets(file: string): Partial<Secrets> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch (cause) {
    throw new Error(
      `${file} is not readable as JSON. Restore it from a copy, or delete the whole folder to start afresh.`,
      { cause },
    );
  }
}

function complete(known: Readonly<Record<string, string>> = {}, make: () => string): Record<string, string> {
  return Object.fromEntries(SERVICE_NAMES.map((service) => [service, known[service] ?? make()]));
}
