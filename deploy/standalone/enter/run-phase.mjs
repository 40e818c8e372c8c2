/** One step of the entry: a line with its time; its output goes to a file and is shown only when it fails. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const shownLines = 30;

function failure(message, exitCode) {
  return Object.assign(new Error(message), { exitCode });
}

function run({ root, command, args, environment, log }) {
  const shell = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd: root,
    shell,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Resolves when the command ended with 0; throws with the end of its output otherwise. */
export async function runPhase({ root, name, title, command, args, environment = {} }) {
  const started = performance.now();
  const folder = join(process.env.BOTARMY_STATE_DIR || join(root, '.botarmy'), 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  const log = openSync(file, 'w');
  process.stdout.write(`${title} … `);
  const { code, signal } = await run({ root, command, args, environment, log });
  closeSync(log);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0) {
    process.stdout.write(`${seconds} s\n`);
    return;
  }
  process.stdout.write(`failed after ${seconds} s\n`);
  if (signal === 'SIGINT' || code === 130) throw failure('Interrupted.', 130);
  const tail = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-shownLines).join('\n');
  throw failure(
    `${tail}\n\n${command} ${args.join(' ')} ended with ${code ?? signal}. All of its output: ${relative(process.cwd(), file)}`,
    1,
  );
}
