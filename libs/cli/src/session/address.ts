import { UsageError } from '../usage-error';

/** Where a BotArmy runs that was started on this machine with nothing configured. */
export const DEFAULT_URL = 'http://127.0.0.1:8000';

/** An address in the one form sessions are kept under; refuses what is none. */
export function normalizeUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`"${text}" is no address: write it as ${DEFAULT_URL}.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`"${text}" is no HTTP address: write it as ${DEFAULT_URL}.`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError('Leave user and password out of the address: sign in with "botarmy login".');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** True when what is sent there can be read on the way. */
export function isUnprotected(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
