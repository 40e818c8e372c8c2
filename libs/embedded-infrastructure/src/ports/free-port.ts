import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

import { PortTakenError } from './port-taken-error';

// Below Linux's ephemeral range (32768 and up): a client that keeps reconnecting to a stopped server there could be
// given the very port as its own source port and so block the server's return.
const FIRST_PORT = 15_000;
const LAST_PORT = 32_000;
const ATTEMPTS = 200;

/** Whether a server could listen on `127.0.0.1:port` right now. The answer may be stale a moment later. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') {
        resolve(false);
      } else {
        reject(error);
      }
    });
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A loopback TCP port nobody listens on, chosen at random below the ephemeral range. Callers that lose the race for it ask again. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isPortFree(port)) {
      return port;
    }
  }
  throw new Error(`No free TCP port found on 127.0.0.1 between ${FIRST_PORT} and ${LAST_PORT} in ${ATTEMPTS} tries.`);
}

/** Resolves when `127.0.0.1:port` is free; throws {@link PortTakenError}, which names `purpose` and `remedy`, when it is not. */
export async function assertPortFree(port: number, purpose: string, remedy?: string): Promise<void> {
  if (!(await isPortFree(port))) {
    throw new PortTakenError(port, purpose, remedy);
  }
}
