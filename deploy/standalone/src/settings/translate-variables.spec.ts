import { translateVariables, withOrigins } from './translate-variables';

describe('the variables of the specification', () => {
  it.each([
    ['INFO', 'info'],
    ['Warning', 'warn'],
    ['CRITICAL', 'fatal'],
    ['debug', 'debug'],
  ])('LOG_LEVEL=%s is %s', (given, level) => {
    expect(translateVariables({ LOG_LEVEL: given })).toMatchObject({ LOG_LEVEL: level });
  });

  it('take DEBUG as a log level where none is set', () => {
    expect(translateVariables({ DEBUG: 'true' }).LOG_LEVEL).toBe('debug');
    expect(translateVariables({ DEBUG: 'true', LOG_LEVEL: 'ERROR' }).LOG_LEVEL).toBe('error');
    expect(translateVariables({ DEBUG: 'false' })).not.toHaveProperty('LOG_LEVEL');
  });

  it('give the pool size its name in services, which wins when both are set', () => {
    expect(translateVariables({ CONNECTION_POOL_SIZE: '50' }).DATABASE_POOL_SIZE).toBe('50');
    expect(translateVariables({ CONNECTION_POOL_SIZE: '50', DATABASE_POOL_SIZE: '5' }).DATABASE_POOL_SIZE).toBe('5');
  });

  it('allow the origin of BACKEND_URL and make cookies Secure behind https', () => {
    const spec = { BACKEND_URL: 'https://your-app.example/api', CORS_ORIGINS: '["https://your-app.example"]' };
    expect(translateVariables(spec)).toMatchObject({
      COOKIE_SECURE: 'true',
      CORS_ORIGINS: '["https://your-app.example"]',
    });
    expect(translateVariables({ BACKEND_URL: 'http://localhost:8000' })).toEqual({
      BACKEND_URL: 'http://localhost:8000',
      CORS_ORIGINS: '["http://localhost:8000"]',
    });
  });

  it('refuse a BACKEND_URL that is no address', () => {
    expect(() => translateVariables({ BACKEND_URL: 'localhost:8000' })).toThrow(
      'BACKEND_URL must be an address such as',
    );
  });

  it('leave a list of origins that is no JSON for the gateway to refuse by name', () => {
    expect(withOrigins('http://a, http://b', ['http://c'])).toBe('http://a, http://b');
    expect(withOrigins(undefined, ['http://c'])).toBe('["http://c"]');
    expect(withOrigins('["http://a"]', [])).toBe('["http://a"]');
  });

  it('change nothing else', () => {
    expect(translateVariables({ ENVIRONMENT: 'Production', SESSION_HOURS: '3' })).toEqual({
      ENVIRONMENT: 'production',
      SESSION_HOURS: '3',
    });
  });
});
