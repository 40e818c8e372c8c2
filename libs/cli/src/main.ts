import { homedir } from 'node:os';

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.', 1)[0]) < 24) {
    process.stderr.write(`Node 24 or newer is needed, this is ${process.versions.node}.\n`);
    process.exit(2);
  }
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  // A reader that has seen enough (| head) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const { runCli } = await import('./run-cli.js');
  const { env: environment, stdin, stdout, stderr } = process;
  const surroundings = { environment, stdin, stdout, stderr, homeDirectory: homedir(), signal: interrupt.signal };
  process.exitCode = await runCli(process.argv.slice(2), surroundings);
}

void main();
