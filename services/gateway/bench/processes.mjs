/** The processes of the bench: each one of its own, commanded over IPC. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const TICKS_PER_SECOND = 100;

/** A process of the bench and what it said first. */
export async function start(file, ...args) {
  const child = fork(join(here, file), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [hello] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
  ]);
  const waiting = new Map();
  let last = 0;
  child.on('message', ({ id, result, error }) => {
    const { resolve: done, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) done?.(result);
    else reject?.(new Error(error));
  });
  const ask = (command, options) =>
    new Promise((done, reject) => {
      last += 1;
      waiting.set(last, { resolve: done, reject });
      child.send({ id: last, command, options });
    });
  return { child, ...hello, ask };
}

/** The gateway as an installation has it, in a process of its own. */
export async function startGateway(environment, profileFolder) {
  const port = await freePort();
  const options = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const child = spawn(process.execPath, [...options, resolve(here, '../dist/main.js')], {
    env: { PATH: process.env.PATH, ...environment, LOG_LEVEL: 'error', HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await answering(port);
  return { child, port };
}

/** Milliseconds of processor time a process has used. */
export function cpuMs({ pid }) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

/** Megabytes a process holds. */
export function residentMb({ pid }) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}

async function answering(port) {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    if (performance.now() > deadline) throw new Error('the gateway does not get ready');
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
