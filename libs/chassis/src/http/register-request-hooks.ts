import { trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { CorrelationStore } from '../logging/correlation';
import { correlation } from '../logging/correlation';
import type { ServiceRuntime } from '../runtime/service-runtime';
import { serviceAttribute } from '../telemetry/service-attribute';
import { observeRequests } from './http.metrics';

/** Request id, correlation, span name and duration for every request of a service. */
export function registerRequestHooks(fastify: FastifyInstance, runtime: ServiceRuntime): void {
  const { name, logger, metrics } = runtime;
  const stores = new WeakMap<FastifyRequest, CorrelationStore>();
  const observe = observeRequests(metrics);

  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    const span = trace.getActiveSpan();
    const route = request.routeOptions.url;
    if (span !== undefined && route !== undefined) span.updateName(`${request.method} ${route}`);
    span?.setAttributes({ [serviceAttribute]: name, ...(route === undefined ? {} : { 'http.route': route }) });
    const store: CorrelationStore = { service: name, request_id: request.id, logger };
    stores.set(request, store);
    correlation.run(store, done);
  });

  // The body arrives in events of the socket, outside the context opened above; this hook enters it again.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const store = stores.get(request);
    if (store === undefined) done();
    else correlation.run(store, done);
  });

  fastify.addHook('onResponse', (request, reply, done) => {
    observe(request, reply);
    logger.debug(
      {
        request_id: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unmatched',
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime),
      },
      'request answered',
    );
    done();
  });
}
