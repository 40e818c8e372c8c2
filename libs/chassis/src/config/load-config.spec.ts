import { IsArray, IsBoolean, IsInt, IsOptional, IsString, IsUrl, Max } from 'class-validator';

import { ConfigError } from './config-error';
import { ConfigKey } from './config-key';
import { configKeys, describeConfig } from './describe-config';
import { loadConfig } from './load-config';
import { ServiceConfig } from './service-config';

class MailConfig extends ServiceConfig {
  @ConfigKey({ description: 'Where mail goes out.' })
  @IsUrl({ require_tld: false, protocols: ['smtp'] })
  MAIL_URL!: string;

  @ConfigKey({ description: 'Key of the mail service.', secret: true })
  @IsString()
  MAIL_KEY!: string;

  @ConfigKey({ description: 'Most mails per minute.', default: 10 })
  @IsInt()
  @Max(100)
  MAIL_RATE!: number;

  @ConfigKey({ description: 'Whether mail is sent at all.' })
  @IsBoolean()
  MAIL_ENABLED: boolean = false;

  @ConfigKey({ description: 'Who gets a copy.' })
  @IsArray()
  MAIL_COPIES: string[] = [];

  @ConfigKey({ description: 'Weights by region.', type: 'object' })
  @IsOptional()
  MAIL_WEIGHTS?: Record<string, number>;
}

const valid = { MAIL_URL: 'smtp://mail', MAIL_KEY: 'canary-9f3' };

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(MailConfig, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('converts numbers, booleans, JSON lists and objects, and keeps defaults', () => {
    const config = loadConfig(MailConfig, {
      ...valid,
      PORT: '8000',
      MAIL_ENABLED: 'true',
      MAIL_COPIES: '["a","b"]',
      MAIL_WEIGHTS: '{"eu":2}',
      LOG_LEVEL: '',
    });
    expect(config).toBeInstanceOf(MailConfig);
    expect(config).toMatchObject({
      PORT: 8000,
      MAIL_ENABLED: true,
      MAIL_COPIES: ['a', 'b'],
      MAIL_WEIGHTS: { eu: 2 },
      MAIL_RATE: 10,
      LOG_LEVEL: 'info',
    });
    expect(config.DATABASE_URL).toBeUndefined();
  });

  it('reads nothing but the environment it is given', () => {
    expect(loadConfig(MailConfig, { ...valid, PATH: '/bin' })).not.toHaveProperty('PATH');
  });

  it('names every problem with its remedy', () => {
    expect(problemsOf({ PORT: 'eighty', MAIL_ENABLED: 'yes', MAIL_COPIES: 'a,b', MAIL_RATE: '500' })).toEqual([
      'MAIL_COPIES must be a JSON list such as ["a","b"], not "a,b"',
      'MAIL_ENABLED must be true or false, not "yes"',
      'PORT must be a number, not "eighty"',
      expect.stringMatching(/^MAIL_URL is not set: set it \(Where mail goes out\.\)$/),
      'MAIL_KEY is not set: set it (Key of the mail service.)',
      'MAIL_RATE must not be greater than 100: change it (Most mails per minute.)',
    ]);
  });

  it('never repeats the value of a secret', () => {
    class SecretNumber {
      @ConfigKey({ description: 'A number nobody may know.', secret: true })
      @IsInt()
      SECRET_NUMBER!: number;
    }
    expect(() => loadConfig(SecretNumber, { SECRET_NUMBER: 'canary-77' })).toThrow(
      'SECRET_NUMBER must be a number, not the given value',
    );
  });

  it('accepts a class that only has validators', () => {
    class Plain {
      @IsInt()
      WORKERS: number = 2;
    }
    expect(loadConfig(Plain, { WORKERS: '4' }).WORKERS).toBe(4);
    expect(configKeys(Plain)).toEqual(['WORKERS']);
  });
});

describe('describeConfig', () => {
  it('lists own and inherited keys with type, default, secrecy and necessity', () => {
    expect(configKeys(MailConfig)).toEqual(expect.arrayContaining(['PORT', 'MAIL_URL', 'DATABASE_URL']));
    const rows = Object.fromEntries(describeConfig(MailConfig).map((row) => [row.key, row]));
    expect(rows.MAIL_KEY).toMatchObject({ type: 'string', secret: true, required: true, default: undefined });
    expect(rows.MAIL_RATE).toMatchObject({ type: 'number', secret: false, required: false, default: 10 });
    expect(rows.MAIL_COPIES).toMatchObject({ type: 'list', default: [] });
    expect(rows.MAIL_ENABLED).toMatchObject({ type: 'boolean' });
    expect(rows.MAIL_WEIGHTS).toMatchObject({ type: 'object', required: false });
    expect(rows.DATABASE_URL).toMatchObject({ type: 'string', secret: true, required: false });
    expect(rows.PORT).toMatchObject({ type: 'number', default: 0, description: expect.stringContaining('Port') });
  });

  it('refuses a secret with a default', () => {
    const decorate = ConfigKey({ description: 'x', secret: true, default: 'changeme' });
    expect(() => decorate({}, 'API_KEY')).toThrow('API_KEY is a secret and must not have a default');
  });
});
