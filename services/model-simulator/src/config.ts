import { IsBoolean, IsInt, IsNumber, Max, Min } from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

/** Environment of the model simulator. */
export class SimulatorConfig extends ServiceConfig {
  @ConfigKey({ description: 'Milliseconds until the first byte of a simulated answer.' })
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  SIMULATOR_LATENCY_MS: number = 0;

  @ConfigKey({ description: 'Tokens per second of a simulated answer; 0 is as fast as the client reads.' })
  @IsNumber()
  @Min(0)
  @Max(1_000_000)
  SIMULATOR_TOKENS_PER_SECOND: number = 0;

  @ConfigKey({
    description:
      'Whether faults can be scripted and calls listed; false where others than tests can reach the service.',
  })
  @IsBoolean()
  SIMULATOR_CONTROL: boolean = true;
}
