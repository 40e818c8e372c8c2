/** Runs commands a few at a time and prints one line per check with its time; the output of a failed one follows its line. */
import { spawn } from 'node:child_process';

import { workspaceRoot } from '../workspace/files.mjs';

/** Runs one command to its end: `{ code, output }`; `output` holds both streams in the order they came. */
export function runCommand([program, ...options], { cwd = workspaceRoot, env = process.env } = {}) {
  const child = spawn(program, options, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code: code ?? signal, output: Buffer.concat(chunks).toString('utf8') }),
    );
  });
}

async function runCheck({ name, run }, print) {
  const started = performance.now();
  let problems;
  try {
    problems = await run();
  } catch (error) {
    problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  print(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${seconds} s  ${name}`);
  for (const problem of problems) print(problem.trimEnd().replace(/^/gm, '       '));
  return problems.length === 0;
}

/** Runs `checks` (`{ name, run: () => Promise<string[]> }`, an empty list is success), `atOnce` at a time; returns the failed names. */
export async function runChecks(checks, { atOnce = 2, print = console.log } = {}) {
  const queue = checks[Symbol.iterator]();
  const failed = [];
  const worker = async () => {
    for (const check of queue) if (!(await runCheck(check, print))) failed.push(check.name);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}
