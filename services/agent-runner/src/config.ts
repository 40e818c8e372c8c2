import { ArrayMinSize, ArrayUnique, IsArray, IsInt, Matches, Max, Min } from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

/** Environment of the agent runner. */
export class RunnerConfig extends ServiceConfig {
  @ConfigKey({ description: 'Pools of agents whose tasks this process takes, as JSON: ["analyst"].', type: 'list' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @Matches(/^[a-z0-9_-]{1,63}$/, { each: true })
  AGENT_POOLS!: string[];

  @ConfigKey({ description: 'Tasks of one pool this process works on at the same time.' })
  @IsInt()
  @Min(1)
  @Max(256)
  RUNNER_CONCURRENCY: number = 16;

  @ConfigKey({ description: 'Times a model may correct an answer that misses its output contract, per attempt.' })
  @IsInt()
  @Min(0)
  @Max(10)
  REPAIR_LIMIT: number = 2;

  @ConfigKey({ description: 'Tokens one call may hold, prompt and answer together; longer inputs are shortened.' })
  @IsInt()
  @Min(2_000)
  @Max(150_000)
  MODEL_CONTEXT_TOKENS: number = 100_000;

  @ConfigKey({ description: 'Milliseconds one model call may take, all its fallbacks included.' })
  @IsInt()
  @Min(1_000)
  @Max(3_600_000)
  MODEL_CALL_TIMEOUT_MS: number = 600_000;

  @ConfigKey({ description: 'Bytes of input documents kept in memory, by content.' })
  @IsInt()
  @Min(0)
  @Max(1_073_741_824)
  INPUT_CACHE_BYTES: number = 16_777_216;
}
