import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

/** Environment of identity. */
export class IdentityConfig extends ServiceConfig {
  @ConfigKey({ description: 'Hours a session lasts.' })
  @IsInt()
  @Min(1)
  @Max(8_760)
  SESSION_HOURS: number = 12;

  @ConfigKey({ description: 'Whether use extends a session; otherwise it ends SESSION_HOURS after the login.' })
  @IsBoolean()
  SESSION_SLIDING: boolean = false;

  @ConfigKey({ description: 'Failed logins of one account from one address within the window.' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  LOGIN_LIMIT_PER_ACCOUNT: number = 10;

  @ConfigKey({ description: 'Failed logins from one address within the window, over all accounts.' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  LOGIN_LIMIT_PER_ADDRESS: number = 100;

  @ConfigKey({ description: 'Seconds after which a failed login no longer counts.' })
  @IsInt()
  @Min(1)
  @Max(86_400)
  LOGIN_WINDOW_SECONDS: number = 900;

  @ConfigKey({
    description: 'Password of the first administrator; generated and shown once when absent.',
    secret: true,
    type: 'string',
  })
  @IsOptional()
  @IsString()
  @MinLength(12)
  @MaxLength(1_024)
  FIRST_ADMIN_PASSWORD?: string;

  @ConfigKey({
    description: 'File that gets the generated password of the first administrator instead of standard output.',
    type: 'string',
  })
  @IsOptional()
  @IsString()
  FIRST_ADMIN_PASSWORD_FILE?: string;

  @ConfigKey({
    description: 'Password of the demo user; without it there is none. Set by the standalone launcher.',
    secret: true,
    type: 'string',
  })
  @IsOptional()
  @IsString()
  @MinLength(12)
  @MaxLength(1_024)
  DEMO_USER_PASSWORD?: string;
}
