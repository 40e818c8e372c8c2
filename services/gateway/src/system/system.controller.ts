import { Controller, Get } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import type { Caller, RouterStatusReply } from '@botarmy/contracts';

import { CurrentCaller } from '../access/caller';
import { Anonymous, RequiresRole } from '../access/requires-role.decorator';
import { GatewayConfig } from '../config';
import { Describes } from '../openapi/describes.decorator';
import { PlatformStatus } from './platform-status';
import { DetailedHealthReply, HealthReply, StatusReply } from './status-bodies';

/** Specification §7.1.1. */
@Controller()
export class SystemController {
  private readonly startedAtMs: number;

  constructor(
    private readonly platform: PlatformStatus,
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
  ) {
    this.startedAtMs = clock.monotonicMs();
  }

  @Get('health')
  @Anonymous()
  @Describes({ operationId: 'getHealth', summary: 'Basic health', reply: HealthReply })
  health(): HealthReply {
    const uptime = Math.floor((this.clock.monotonicMs() - this.startedAtMs) / 1_000);
    return { status: 'healthy', environment: this.config.ENVIRONMENT, uptime };
  }

  @Get('api/health')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getDetailedHealth',
    summary: 'Health of every service and provider',
    reply: DetailedHealthReply,
  })
  async detailedHealth(@CurrentCaller() caller: Caller): Promise<DetailedHealthReply> {
    const { services, router } = await this.platform.read(caller);
    const isHealthy = Object.values(services).every((state) => state === 'online');
    const providers = Object.fromEntries((router?.providers ?? []).map(({ id, status }) => [id, status]));
    return { status: isHealthy ? 'healthy' : 'degraded', services, providers };
  }

  @Get('api/status')
  @RequiresRole('viewer')
  @Describes({ operationId: 'getStatus', summary: 'What the platform does and can do', reply: StatusReply })
  async status(@CurrentCaller() caller: Caller): Promise<StatusReply> {
    const { services, router, overview } = await this.platform.read(caller);
    const canRun = ['llm', 'orchestrator', 'hitl', 'artifacts'].every((service) => services[service] === 'online');
    return {
      active_workflows: overview?.active_workflows ?? null,
      features_available: { full_workflow: canRun, websockets: services['websocket'] === 'online' },
      upload_metrics: { total_uploads: 0, rate_limit_hits: 0 },
      llm_status: llmStatus(router),
      agents: overview?.agents ?? [],
      processes: overview?.processes ?? [],
      simulated: router?.simulated ?? null,
    };
  }
}

function llmStatus(router: RouterStatusReply | undefined): Record<string, unknown> {
  const entries = (router?.providers ?? []).map(({ id, status, response_time_ms, simulated }) => {
    return [id, { status, response_time_ms, simulated }] as const;
  });
  return Object.fromEntries(entries);
}
