import type { AddressInfo } from 'node:net';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { ServiceConfig } from '../config/service-config';
import { isError } from '../errors/is-error';
import { startMetricsServer } from '../http/metrics-server';
import type { ServiceRuntime } from '../runtime/service-runtime';
import { shutdownOrder } from '../shutdown/shutdown-hooks';

/** Opens the port; resolves to the address a local caller uses, with the port the system really gave. */
export async function listen(app: NestFastifyApplication, { HOST, PORT }: ServiceConfig): Promise<string> {
  try {
    await app.listen({ port: PORT, host: HOST });
  } catch (cause) {
    if (!isError(cause) || !('code' in cause) || cause.code !== 'EADDRINUSE') throw cause;
    throw new Error(`port ${PORT} on ${HOST} is taken: end what listens there or set PORT to another one`, { cause });
  }
  return localUrl(HOST, (app.getHttpServer().address() as AddressInfo).port);
}

/** The address of the scrape page; starts a server of its own when the configuration gives it a port. */
export async function metricsUrl(serviceUrl: string, { config, metrics, shutdown }: ServiceRuntime): Promise<string> {
  if (config.METRICS_PORT === undefined) return `${serviceUrl}/metrics`;
  const server = await startMetricsServer(config.HOST, config.METRICS_PORT, metrics);
  shutdown.register('metrics', shutdownOrder.database, () => server.close());
  return `${localUrl(config.HOST, server.port)}/metrics`;
}

function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
