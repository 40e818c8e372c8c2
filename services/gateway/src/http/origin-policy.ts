import type { IncomingHttpHeaders } from 'node:http';

/** Which pages may command the gateway or open a socket: its own, and those listed. */
export class OriginPolicy {
  private readonly listed: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.listed = new Set(origins);
  }

  /** True without an `Origin`: no browser page is involved. The scheme is not compared, since a proxy may end TLS. */
  allows(headers: IncomingHttpHeaders): boolean {
    const { origin, host } = headers;
    if (origin === undefined) return true;
    if (this.listed.has(origin)) return true;
    return host !== undefined && hostOf(origin) === host.toLowerCase();
  }
}

function hostOf(origin: string): string | undefined {
  const [, host] = /^https?:\/\/([^/?#@\\]+)$/i.exec(origin) ?? [];
  return host?.toLowerCase();
}
