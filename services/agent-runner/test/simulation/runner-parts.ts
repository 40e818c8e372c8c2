import type { Type } from '@nestjs/common';

import type { ServiceConfig } from '@botarmy/chassis';

import { AttemptModule } from '../../src/attempt/attempt.module';
import { RunnerConfig } from '../../src/config';
import { DeliveryRecord } from '../../src/reporting/delivery-record';

/** What the deterministic simulation runs of this service: the real attempts, without Nest and without a network. */
export const runnerParts = {
  module: AttemptModule as Type<object>,
  deadLetters: DeliveryRecord,
  configuration: (pools: readonly string[]): { token: Type<ServiceConfig>; value: ServiceConfig } => ({
    token: RunnerConfig,
    value: Object.assign(new RunnerConfig(), { AGENT_POOLS: [...pools], REPAIR_LIMIT: 1 }),
  }),
};
