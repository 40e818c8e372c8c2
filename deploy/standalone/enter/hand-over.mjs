/** The last step: an npm script in the foreground. Its signals and its exit code are ours. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Runs `npm run <script> -- <args>`; resolves to its exit code. */
export function handOver(root, script, args) {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  // Ctrl-C reaches the whole foreground group; this process only has to outlive the others to pass on how they ended.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
