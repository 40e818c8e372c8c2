import { ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

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

  @ConfigKey({
    description: 'Hosts HTTP tasks may call, as JSON: ["api.example.com", "*.example.org:8443"]; none unless listed.',
    type: 'list',
  })
  @IsArray()
  @IsString({ each: true })
  INTEGRATION_HTTP_HOSTS: string[] = [];

  @ConfigKey({
    description: 'Private networks that listed hosts may lead to, as JSON: ["10.2.0.0/16"].',
    type: 'list',
  })
  @IsArray()
  @IsString({ each: true })
  INTEGRATION_PRIVATE_NETWORKS: string[] = [];

  @ConfigKey({
    description: 'Headers with credentials by host, as JSON: {"api.example.com": {"authorization": "Bearer …"}}.',
    type: 'string',
    secret: true,
  })
  @IsOptional()
  @IsString()
  INTEGRATION_HTTP_HEADERS?: string;

  @ConfigKey({
    description: 'MCP servers by name, as JSON: {"tickets": {"url": "https://…/mcp", "headers": {}}}.',
    type: 'string',
    secret: true,
  })
  @IsOptional()
  @IsString()
  INTEGRATION_MCP_SERVERS?: string;

  @ConfigKey({
    description:
      'Databases of SQL tasks by name, as JSON: {"sales": "postgresql://reader:…@host/db"}; use roles that only read.',
    type: 'string',
    secret: true,
  })
  @IsOptional()
  @IsString()
  INTEGRATION_SQL_CONNECTIONS?: string;

  @ConfigKey({ description: 'Milliseconds one call or query of an integration task may take.' })
  @IsInt()
  @Min(100)
  @Max(600_000)
  INTEGRATION_TIMEOUT_MS: number = 30_000;

  @ConfigKey({ description: 'Bytes the answer of an integration task may have.' })
  @IsInt()
  @Min(1_024)
  @Max(400_000)
  INTEGRATION_MAX_BYTES: number = 262_144;

  @ConfigKey({ description: 'Rows a query of an integration task may yield.' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  INTEGRATION_MAX_ROWS: number = 500;
}
