import type { FastifyReply, FastifyRequest } from 'fastify';

import type { MetricsRegistry } from '../metrics/metrics-registry';

/** Records the duration of every answered request by method, route pattern and status class. */
export function observeRequests(metrics: MetricsRegistry): (request: FastifyRequest, reply: FastifyReply) => void {
  const durations = metrics.histogram({
    name: 'botarmy_http_request_duration_seconds',
    help: 'Time from the request to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  return (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000);
  };
}
