import { BlockList, isIPv4 } from 'node:net';

import type { FastifyInstance } from 'fastify';

import { Problem } from '@botarmy/chassis';

const inside = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}
inside.addAddress('::1', 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

/**
 * The gateway's port is public, its scrape page is not: `/metrics` answers only what comes straight from a private address,
 * and nothing a proxy passed on.
 */
export function registerMetricsShield(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.url !== '/metrics') return done();
    const { headers, raw } = request;
    const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
    const refused = isForwarded || !isInside(raw.socket.remoteAddress ?? '');
    done(refused ? notFound() : undefined);
  });
}

function isInside(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return inside.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}

function notFound(): Problem {
  return new Problem({
    status: 404,
    code: 'not-found',
    title: 'Not found',
    detail: 'Check the address and the method.',
  });
}
