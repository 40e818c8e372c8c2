import type { FastifyInstance } from 'fastify';

import type { HealthRegistry } from '../health/health-registry';
import { probePaths } from '../health/probe-paths';
import type { MetricsRegistry } from '../metrics/metrics-registry';

const [livePath, readyPath, metricsPath] = probePaths;

/** Liveness and readiness, outside Nest so that no guard or filter can break them. */
export function registerHealthRoutes(fastify: FastifyInstance, health: HealthRegistry): void {
  fastify.get(livePath, (_request, reply) => {
    void reply.header('cache-control', 'no-store').send({ status: 'alive' });
  });

  fastify.get(readyPath, async (_request, reply) => {
    const { ready, checks } = await health.readiness();
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', checks });
  });
}

/** The scrape page on the service's own port. */
export function registerMetricsRoute(fastify: FastifyInstance, metrics: MetricsRegistry): void {
  fastify.get(metricsPath, async (_request, reply) => {
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
