import { lookup as systemLookup, resolve4, resolve6 } from 'node:dns/promises';

import type { Clock } from '@botarmy/chassis';

/** An address of a host. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** What is asked about hosts. */
export interface HostResolver {
  /** Addresses as the system sees them, its hosts file included. */
  addressesOf(host: string): Promise<readonly HostAddress[]>;
  /** Seconds the answer of the name servers holds; undefined when they know no such host. */
  timeToLiveOf(host: string): Promise<number | undefined>;
}

/** The way Node's sockets ask. */
type LookupCallback = (error: Error | null, address?: string | readonly HostAddress[], family?: number) => void;
interface LookupOptions {
  readonly all?: boolean;
  readonly family?: number | string;
}

/** For names that no name server knows, such as those of a hosts file. */
const DEFAULT_SECONDS = 30;
const LONGEST_SECONDS = 3_600;
const MOST_HOSTS = 256;

/** Looks hosts up once per life of the answer, however many connections are made; an error is never kept. */
export class CachedLookup {
  private readonly hosts = new Map<string, { addresses: Promise<readonly HostAddress[]>; untilMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly resolver: HostResolver = systemResolver,
  ) {}

  /** For `net.connect` and what builds on it. */
  readonly lookup = (host: string, options: LookupOptions, callback: LookupCallback): void => {
    this.addressesOf(host).then(
      (addresses) => answer(addresses, options, callback),
      (error: unknown) => callback(error as Error),
    );
  };

  private addressesOf(host: string): Promise<readonly HostAddress[]> {
    const known = this.hosts.get(host);
    if (known !== undefined && this.clock.monotonicMs() < known.untilMs) return known.addresses;
    const entry = { addresses: this.resolver.addressesOf(host), untilMs: Number.POSITIVE_INFINITY };
    this.hosts.set(host, entry);
    this.forgetOldest();
    const forget = (): void => {
      if (this.hosts.get(host) === entry) this.hosts.delete(host);
    };
    entry.addresses.catch(forget);
    this.resolver.timeToLiveOf(host).then((seconds = DEFAULT_SECONDS) => {
      entry.untilMs = this.clock.monotonicMs() + Math.min(seconds, LONGEST_SECONDS) * 1_000;
    }, forget);
    return entry.addresses;
  }

  private forgetOldest(): void {
    const [oldest] = this.hosts.keys();
    if (this.hosts.size > MOST_HOSTS && oldest !== undefined) this.hosts.delete(oldest);
  }
}

function answer(addresses: readonly HostAddress[], { all, family }: LookupOptions, callback: LookupCallback): void {
  const wanted = Number(String(family ?? 0).replace('IPv', ''));
  const fitting = addresses.filter((address) => wanted === 0 || address.family === wanted);
  const [first] = fitting;
  if (first === undefined) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }));
  else if (all === true) callback(null, fitting);
  else callback(null, first.address, first.family);
}

const systemResolver: HostResolver = {
  addressesOf: (host) => systemLookup(host, { all: true }),
  timeToLiveOf: async (host) => {
    const answers = await Promise.allSettled([resolve4(host, { ttl: true }), resolve6(host, { ttl: true })]);
    const records = answers.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    return records.length === 0 ? undefined : Math.min(...records.map(({ ttl }) => ttl));
  },
};
