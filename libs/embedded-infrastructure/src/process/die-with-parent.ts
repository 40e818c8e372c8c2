import { spawnSync } from 'node:child_process';

let isSupported: boolean | undefined;

/** Whether `setpriv --pdeathsig` can tie a child's life to its parent's (Linux with util-linux 2.33 or newer). */
function supportsParentDeathSignal(): boolean {
  isSupported ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0;
  return isSupported;
}

/** The words to put before a command so that it gets `signal` when its parent dies, however it dies; none where unsupported. */
export function dieWithParentPrefix(signal: NodeJS.Signals): string[] {
  return supportsParentDeathSignal() ? ['setpriv', '--pdeathsig', signal.replace(/^SIG/, '')] : [];
}
