import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { findCheckout } from '../checkout';
import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';

/** Where one installation keeps what; everything in it survives restarts and kill -9. */
export interface StateFolder {
  readonly root: string;
  readonly postgres: string;
  readonly nats: string;
  readonly blobs: string;
  readonly logs: string;
  /** Compiled code of Node, so that later starts load faster. */
  readonly compiled: string;
  readonly secretsFile: string;
  readonly runFile: string;
  readonly lockFile: string;
  /** Written by identity at the very first start, read and removed by the launcher. */
  readonly firstPasswordFile: string;
  /** For brokers of one's own: users and permissions to include in their configuration. */
  readonly natsUsersFile: string;
}

/** `BOTARMY_STATE_DIR`, else `.botarmy` in the checkout. */
export function stateDirectoryOf(environment: OwnerEnvironment): string {
  return resolve(valueOf(environment, 'BOTARMY_STATE_DIR') ?? join(findCheckout(), '.botarmy'));
}

/** Names the parts of a state folder and makes those that hold logs and blobs. */
export function openStateFolder(root: string): StateFolder {
  const folder: StateFolder = {
    root,
    postgres: join(root, 'postgres'),
    nats: join(root, 'nats'),
    blobs: join(root, 'blobs'),
    logs: join(root, 'logs'),
    compiled: join(root, 'compiled'),
    secretsFile: join(root, 'secrets.json'),
    runFile: join(root, 'run.json'),
    lockFile: join(root, 'launcher.lock'),
    firstPasswordFile: join(root, 'first-administrator-password'),
    natsUsersFile: join(root, 'nats-users.conf'),
  };
  for (const path of [folder.root, folder.blobs, folder.logs]) mkdirSync(path, { recursive: true, mode: 0o700 });
  return folder;
}
