import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';

/** Under whom PostgreSQL runs: words before the command, or a user and group to change to. */
export interface RunIdentity {
  prefix: string[];
  uid?: number;
  gid?: number;
}

const SAME_USER: RunIdentity = { prefix: [] };
const USER_NAMESPACE: RunIdentity = { prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000'] };
const NOBODY = 65_534;

/**
 * PostgreSQL refuses to run as root. As root it runs in a user namespace where root appears as an ordinary user
 * (nothing on the system changes, files stay root's); where namespaces are forbidden, or the data belongs to another
 * user already, it runs as that user, else as `postgres` or `nobody`.
 *
 * `dataDirectory` is the folder with PG_VERSION; it need not exist yet.
 */
export function chooseRunIdentity(dataDirectory: string, canUnshare: () => boolean = canUnshareUser): RunIdentity {
  const me = process.getuid?.();
  const owner = statSync(dataDirectory, { throwIfNoEntry: false });
  if (me === undefined) {
    return SAME_USER;
  }
  if (me !== 0) {
    if (owner !== undefined && owner.uid !== me) {
      throw new Error(
        `The database folder ${dataDirectory} belongs to user ${owner.uid}, but this is user ${me}. ` +
          `Start as that user, or change the owner: chown -R ${me} ${dataDirectory}`,
      );
    }
    return SAME_USER;
  }
  if (owner !== undefined && owner.uid !== 0) {
    return { prefix: [], uid: owner.uid, gid: owner.gid };
  }
  return canUnshare() ? USER_NAMESPACE : systemUser();
}

/** Hands a folder to the identity's user. `parent` becomes passable (not readable) for others. */
export function giveTo(identity: RunIdentity, path: string, parent: string): void {
  if (identity.uid !== undefined && identity.gid !== undefined && existsSync(path)) {
    execFileSync('chown', ['-R', `${identity.uid}:${identity.gid}`, path]);
    chmodSync(parent, 0o711);
  }
}

function canUnshareUser(): boolean {
  const [command = '', ...args] = USER_NAMESPACE.prefix;
  return process.platform === 'linux' && spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0;
}

function systemUser(): RunIdentity {
  const numberOf = (flag: string): number => {
    const found = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return found.status === 0 ? Number(found.stdout.trim()) : NOBODY;
  };
  return { prefix: [], uid: numberOf('-u'), gid: numberOf('-g') };
}
