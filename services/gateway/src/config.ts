import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

/** Environment of the gateway. */
export class GatewayConfig extends ServiceConfig {
  @ConfigKey({
    description: "Origins besides the gateway's own whose pages may call it, as a JSON list.",
    type: 'list',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, {
    each: true,
    message: 'CORS_ORIGINS must list origins such as https://console.example.com, without path',
  })
  CORS_ORIGINS: string[] = [];

  @ConfigKey({ description: 'True where people reach the gateway over https: Secure __Host- cookie and HSTS.' })
  @IsBoolean()
  COOKIE_SECURE: boolean = false;

  @ConfigKey({
    description: 'Addresses or networks of the proxies whose X-Forwarded-For is believed, as a JSON list.',
    type: 'list',
  })
  @IsArray()
  @IsString({ each: true })
  TRUSTED_PROXIES: string[] = [];

  @ConfigKey({ description: 'False lets people and tenants ask as often as they like.' })
  @IsBoolean()
  RATE_LIMIT_ENABLED: boolean = true;

  @ConfigKey({ description: 'WebSocket connections this replica accepts.' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  MAX_CONNECTIONS: number = 100;

  @ConfigKey({ description: 'Seconds between two heartbeats on a WebSocket.' })
  @IsInt()
  @Min(1)
  @Max(3_600)
  HEARTBEAT_INTERVAL: number = 30;

  @ConfigKey({ description: 'Seconds after which a WebSocket whose client says nothing is closed.' })
  @IsInt()
  @Min(1)
  @Max(86_400)
  CONNECTION_TIMEOUT_SECONDS: number = 300;

  @ConfigKey({ description: 'Seconds between two looks for WebSockets whose clients say nothing.' })
  @IsInt()
  @Min(1)
  @Max(3_600)
  CONNECTION_CLEANUP_SECONDS: number = 60;

  @ConfigKey({ description: 'Bytes of a message a WebSocket client sends, at most.' })
  @IsInt()
  @Min(1_024)
  @Max(16_777_216)
  MAX_MESSAGE_BYTES: number = 1_048_576;

  @ConfigKey({ description: 'Folder with the built console; without it the API is served alone.', type: 'string' })
  @IsOptional()
  @IsString()
  CONSOLE_DIRECTORY?: string;
}
