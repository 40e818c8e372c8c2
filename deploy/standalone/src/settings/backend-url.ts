import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import { SettingsError } from './settings-error';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);

/** `BACKEND_URL`, the address people use. Throws {@link SettingsError} when it is none. */
export function readBackendUrl(environment: OwnerEnvironment): URL | undefined {
  const text = valueOf(environment, 'BACKEND_URL');
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new SettingsError(`BACKEND_URL must be an address such as http://localhost:8000, not "${text}".`);
  }
  return url;
}

/** Whether an address leads to this machine, so that its port is the one to listen on. */
export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname);
}
