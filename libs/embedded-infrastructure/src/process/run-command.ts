import { spawn } from 'node:child_process';

/** Options of {@link runCommand}; the environment is the launcher's own unless given. */
export interface RunCommandOptions {
  workingDirectory?: string;
  environment?: Record<string, string>;
  timeoutMs: number;
  uid?: number;
  gid?: number;
}

/** Runs a program to its end and returns its standard output. Throws with the command and its last words when it fails. */
export function runCommand(command: string, args: string[], options: RunCommandOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.workingDirectory,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      uid: options.uid,
      gid: options.gid,
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', (cause) => reject(new Error(`Cannot execute ${command}: ${cause.message}`, { cause })));
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
        return;
      }
      const ending = signal === null ? `with code ${code}` : `by ${signal} (limit ${options.timeoutMs} ms)`;
      reject(new Error(`${command} ended ${ending}: ${(errors || output).trim().slice(-1_000)}`));
    });
  });
}
