import { assertPortFree, findFreePort, isPortFree } from '@botarmy/embedded-infrastructure';

import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import { isLoopback, readBackendUrl } from './backend-url';
import { SettingsError } from './settings-error';

/** Where console and API listen when nobody chose a port. */
export const USUAL_PORT = 8000;

/** The gateway's port. */
export interface ChosenPort {
  readonly port: number;
  /** True when somebody asked for this number; such a port is never moved. */
  readonly isExplicit: boolean;
  /** True when the usual port was taken. */
  readonly isMoved: boolean;
}

/** The port asked for by `PORT`, or by a `BACKEND_URL` that leads to this machine. */
export function explicitPort(environment: OwnerEnvironment): number | undefined {
  const text = valueOf(environment, 'PORT');
  if (text === undefined) {
    const backend = readBackendUrl(environment);
    return backend !== undefined && isLoopback(backend) && backend.port !== '' ? Number(backend.port) : undefined;
  }
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SettingsError(`PORT must be a number from 1 to 65535 (0 takes any free one), not "${text}".`);
  }
  return port;
}

/** Chooses the gateway's port. Throws `PortTakenError` when somebody asked for one that is taken. */
export async function choosePort(environment: OwnerEnvironment): Promise<ChosenPort> {
  const wanted = explicitPort(environment);
  if (wanted === 0) return { port: await findFreePort(), isExplicit: false, isMoved: false };
  if (wanted !== undefined) {
    const variable = valueOf(environment, 'PORT') === undefined ? 'BACKEND_URL' : 'PORT';
    await assertPortFree(
      wanted,
      'console and API',
      `${variable} asks for it: end what listens there, set ${variable} to another port, or set none and a free one is taken.`,
    );
    return { port: wanted, isExplicit: true, isMoved: false };
  }
  if (await isPortFree(USUAL_PORT)) return { port: USUAL_PORT, isExplicit: false, isMoved: false };
  return { port: await findFreePort(), isExplicit: false, isMoved: true };
}
