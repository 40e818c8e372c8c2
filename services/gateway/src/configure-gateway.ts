import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { assertEveryEntryDeclaresItsRole, listEntries } from './access/entry-catalog';
import type { GatewayConfig } from './config';
import { registerConsole } from './console/register-console';
import { registerCrashPoints } from './http/crash-points';
import { limitServer } from './http/limit-server';
import { registerMetricsShield } from './http/metrics-shield';
import { OriginPolicy } from './http/origin-policy';
import { registerProblemPointers } from './http/problem-pointers';
import { registerRequestGate } from './http/request-gate';
import { registerSecurityHeaders } from './http/security-headers';
import { LiveAdapter } from './live/door/live-adapter';
import { UpgradeDoor } from './live/door/upgrade-door';
import { LiveClients } from './live/live-clients';
import { registerOpenAiErrors } from './openai/answer/register-openai-errors';
import { PublicDocument } from './openapi/public-document';

/** Everything between a socket of the network and the controllers. Throws when any route declares no role. */
export async function configureGateway(app: NestFastifyApplication, config: GatewayConfig): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  limitServer(app.getHttpServer());
  await registerSecurityHeaders(fastify, config.COOKIE_SECURE);
  registerProblemPointers(fastify);
  registerOpenAiErrors(fastify);
  registerMetricsShield(fastify);
  registerRequestGate(fastify, new OriginPolicy(config.CORS_ORIGINS));
  registerCrashPoints(fastify);
  await fastify.register(fastifyCookie);
  await fastify.register(fastifyMultipart);
  await registerConsole(fastify, config.CONSOLE_DIRECTORY);
  if (config.CORS_ORIGINS.length > 0) allowOrigins(app, config.CORS_ORIGINS);
  app.useWebSocketAdapter(new LiveAdapter(app, app.get(UpgradeDoor), app.get(LiveClients), config.MAX_MESSAGE_BYTES));
  app.get(PublicDocument).describe(app);
  assertEveryEntryDeclaresItsRole(listEntries(app));
  await app.init();
}

function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  app.enableCors({
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'last-event-id',
      'x-csrf-token',
      'x-request-id',
    ],
    exposedHeaders: ['retry-after', 'x-request-id'],
    maxAge: 600,
  });
}
