import { Controller } from '@nestjs/common';

import { readProviderHealth } from '@botarmy/contracts';
import type { Caller, ModelHealthView, ProviderHealthView, ReadProviderHealthReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { ProviderWindow } from '../asking/provider-window';
import { RouterConfig } from '../config';
import { ModelHealth } from '../health/model-health';
import type { HealthReport } from '../health/model-health';
import { ProviderKeyRepository } from '../keys/provider/provider-key.repository';
import { ProviderSet } from '../providers/provider-set';

/** Says how providers, models and keys do, as far as this replica knows. */
@Controller()
export class ProviderHealthController {
  constructor(
    private readonly providers: ProviderSet,
    private readonly window: ProviderWindow,
    private readonly health: ModelHealth,
    private readonly keys: ProviderKeyRepository,
    private readonly config: RouterConfig,
  ) {}

  /** Keys of other tenants are left out. */
  @Answers(readProviderHealth)
  async read(@AskedBy() { tenant_id }: Caller): Promise<ReadProviderHealthReply> {
    const own = new Set((await this.keys.list(tenant_id)).map(({ keyId }) => keyId));
    const reports = this.health.reports().filter(({ keyId }) => keyId === undefined || own.has(keyId));
    return { providers: this.providers.knownIds.map((id) => this.viewOf(id, reports)) };
  }

  private viewOf(id: string, reports: readonly HealthReport[]): ProviderHealthView {
    const provider = this.providers.configured.get(id);
    const gate = this.health.gateOf(id);
    return {
      id,
      status: provider === undefined ? 'not_configured' : this.window.statusOf(id),
      simulated: provider?.simulated ?? false,
      response_time_ms: this.window.medianMsOf(id),
      under_way: gate.underWay,
      waiting: gate.waiting,
      concurrency: this.config.PROVIDER_CONCURRENCY,
      models: reports.filter((report) => report.provider === id).map(modelViewOf),
    };
  }
}

function modelViewOf({ model, keyId, state, reopensInMs, underWay, firstTokenMs }: HealthReport): ModelHealthView {
  return {
    model,
    key_id: keyId ?? null,
    circuit: state,
    reopens_in_ms: Math.ceil(reopensInMs),
    under_way: underWay,
    first_token_ms: firstTokenMs === undefined ? null : Math.round(firstTokenMs),
  };
}
