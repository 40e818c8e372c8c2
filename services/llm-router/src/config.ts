import { IsBoolean, IsInt, IsNumber, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

const URL_RULE = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

/** Environment of the router. */
export class RouterConfig extends ServiceConfig {
  @ConfigKey({ description: 'API key of OpenAI.', secret: true, type: 'string' })
  @IsOptional()
  @IsString()
  OPENAI_API_KEY?: string;

  @ConfigKey({ description: 'Where the OpenAI API is; also any endpoint that speaks the same protocol.' })
  @IsUrl(URL_RULE)
  OPENAI_BASE_URL: string = 'https://api.openai.com/v1';

  @ConfigKey({ description: 'API key of Anthropic.', secret: true, type: 'string' })
  @IsOptional()
  @IsString()
  ANTHROPIC_API_KEY?: string;

  @ConfigKey({ description: 'Where the Anthropic API is.' })
  @IsUrl(URL_RULE)
  ANTHROPIC_BASE_URL: string = 'https://api.anthropic.com';

  @ConfigKey({ description: 'API key of the Google Gemini API.', secret: true, type: 'string' })
  @IsOptional()
  @IsString()
  GOOGLE_GENAI_API_KEY?: string;

  @ConfigKey({ description: 'Where the Google Gemini API is.' })
  @IsUrl(URL_RULE)
  GOOGLE_BASE_URL: string = 'https://generativelanguage.googleapis.com';

  @ConfigKey({
    description:
      'JSON list of further endpoints that speak the OpenAI protocol: { "id", "base_url", "api_key", "headers", "query", "legacy_max_tokens" }.',
    secret: true,
    type: 'string',
  })
  @IsOptional()
  @IsString()
  COMPATIBLE_PROVIDERS?: string;

  @ConfigKey({ description: 'URL of the model simulator, which answers when no provider has a key.', type: 'string' })
  @IsOptional()
  @IsUrl(URL_RULE)
  SIMULATOR_URL?: string;

  @ConfigKey({ description: 'Whether providers without a key are simulated although others have one.' })
  @IsBoolean()
  SIMULATOR_FALLBACK: boolean = false;

  @ConfigKey({
    description: 'JSON file with routes and models that replace or join the built-in ones.',
    type: 'string',
  })
  @IsOptional()
  @IsString()
  MODEL_ROUTES_FILE?: string;

  @ConfigKey({ description: 'Millionths of a US dollar each tenant may spend per day (UTC); 0 is no limit.' })
  @IsInt()
  @Min(0)
  BUDGET_DAILY_MICROS: number = 0;

  @ConfigKey({ description: 'Milliseconds until a provider must have accepted the connection.' })
  @IsInt()
  @Min(10)
  @Max(60_000)
  PROVIDER_CONNECT_TIMEOUT_MS: number = 5_000;

  @ConfigKey({ description: 'Milliseconds from the sent request to the first event of the answer.' })
  @IsInt()
  @Min(10)
  @Max(600_000)
  PROVIDER_FIRST_BYTE_TIMEOUT_MS: number = 30_000;

  @ConfigKey({ description: 'Milliseconds between two events of an answer.' })
  @IsInt()
  @Min(10)
  @Max(600_000)
  PROVIDER_IDLE_TIMEOUT_MS: number = 20_000;

  @ConfigKey({ description: 'Bytes (UTF-8) after which an answer is cut off and refused.' })
  @IsInt()
  @Min(1_000)
  @Max(900_000)
  MAX_ANSWER_BYTES: number = 900_000;

  @ConfigKey({ description: 'How often a route is tried from its first model on before a call is refused.' })
  @IsInt()
  @Min(1)
  @Max(10)
  ROUTE_ROUNDS: number = 2;

  @ConfigKey({ description: 'Failures in a row after which a model is left alone for a while.' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  BREAKER_FAILURES: number = 5;

  @ConfigKey({ description: 'Milliseconds a failing model is left alone before one request tries it again.' })
  @IsInt()
  @Min(10)
  @Max(120_000)
  BREAKER_OPEN_MS: number = 10_000;

  @ConfigKey({ description: 'Repeats of failed requests as a share of the requests, per provider; 0 is none.' })
  @IsNumber()
  @Min(0)
  @Max(1)
  RETRY_SHARE: number = 0.2;

  @ConfigKey({ description: 'Requests to one provider under way at once in a replica.' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  PROVIDER_CONCURRENCY: number = 256;

  @ConfigKey({ description: 'Requests to one provider that may wait for their turn in a replica.' })
  @IsInt()
  @Min(0)
  @Max(100_000)
  PROVIDER_QUEUE: number = 1_024;

  @ConfigKey({ description: 'Milliseconds without a sign of life after which another replica takes a call over.' })
  @IsInt()
  @Min(300)
  @Max(600_000)
  CALL_LEASE_MS: number = 15_000;

  @ConfigKey({
    description:
      'Master keys under which stored secrets are encrypted, the current one first: "<id>:<base64 of 32 bytes>", several with commas between them.',
    secret: true,
    type: 'string',
  })
  @IsOptional()
  @IsString()
  MASTER_KEYS?: string;

  @ConfigKey({
    description:
      'Folder with secrets of the router as files named like their keys; they win over the environment and are read again without a restart.',
    type: 'string',
  })
  @IsOptional()
  @IsString()
  SECRETS_DIRECTORY?: string;
}
