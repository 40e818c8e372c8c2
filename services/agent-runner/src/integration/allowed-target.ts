import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

import type { IntegrationSettings } from './integration-settings';
import { isPublicAddress } from './public-addresses';
import { notConfigured, notReached } from './refusals';

/** Where a call goes: the address was looked up once and is the one that is connected to. */
export interface AllowedTarget {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
  readonly headers: Readonly<Record<string, string>>;
}

/** Looks a name up; every address it has. */
export type ResolveName = (name: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const resolveByDns: ResolveName = (name) => lookup(name, { all: true, verbatim: true });

/**
 * The target of a call when the installation allows it. A name that leads to a private address is refused unless its
 * network is listed; an address that is itself listed is meant as it stands.
 *
 * @throws {AttemptFailure} `integration-not-configured`, `integration-refused`, `integration-failed`.
 */
export async function allowedTarget(
  address: string,
  settings: Pick<IntegrationSettings, 'hosts' | 'headers' | 'privateNetworks'>,
  resolve: ResolveName = resolveByDns,
): Promise<AllowedTarget> {
  const url = new URL(address);
  const { hostname, protocol } = url;
  const port = url.port === '' ? (protocol === 'https:' ? '443' : '80') : url.port;
  const allowed = settings.hosts.find((entry) => isNamed(entry, hostname, port));
  if (allowed === undefined) {
    throw notConfigured(
      `Calls to ${url.host} are not allowed.`,
      `An operator adds it to INTEGRATION_HTTP_HOSTS of the runner of pool integrations.`,
    );
  }
  const headers = settings.headers.get(url.host) ?? {};
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  if (family === 4 || family === 6) return { url, address: literal, family, headers };
  const found = await resolve(hostname).catch((error: unknown) => {
    throw notReached(`${hostname} could not be looked up`, error);
  });
  // All of them: a name with one private address among public ones is an attempt to get in.
  const hidden = found.find((each) => !isReachable(each, settings));
  const [first] = found;
  if (hidden !== undefined || first === undefined) {
    throw notConfigured(
      `${hostname} leads to a private address.`,
      `If that is meant, an operator adds its network to INTEGRATION_PRIVATE_NETWORKS.`,
    );
  }
  return { url, address: first.address, family: first.family === 6 ? 6 : 4, headers };
}

function isReachable(
  { address, family }: { readonly address: string; readonly family: number },
  { privateNetworks }: Pick<IntegrationSettings, 'privateNetworks'>,
): boolean {
  return isPublicAddress(address, family) || privateNetworks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** `host`, `host:port` or `*.domain`; without a port the usual ones of the web are meant. */
function isNamed(entry: string, hostname: string, port: string): boolean {
  const [name = '', only] = entry.split(':');
  if (only === undefined ? port !== '443' && port !== '80' : port !== only) return false;
  return name.startsWith('*.') ? hostname.endsWith(name.slice(1)) : hostname === name;
}
