import type { Clock } from '@botarmy/chassis';
import type { ConfigurationInForce } from '@botarmy/messaging';

import { GatewayConfig } from '../config';
import { RequestRates } from './request-rates';

describe('requests per minute', () => {
  let nowMs = 0;
  const limits = { user: 3, tenant: 5 };
  const config = new GatewayConfig();
  const configuration = {
    of: () => ({
      'rate_limits.requests_per_minute_per_user': limits.user,
      'rate_limits.requests_per_minute_per_tenant': limits.tenant,
    }),
  } as unknown as ConfigurationInForce;
  const rates = () => new RequestRates(configuration, config, { monotonicMs: () => nowMs } as Clock);

  it('are counted for each person, until the minute is over', () => {
    const counted = rates();
    expect(counted.count('ten_a', 'usr_a')).toEqual({ limit: 3, remaining: 2, resetSeconds: 60 });
    nowMs += 20_000;
    counted.count('ten_a', 'usr_a');
    expect(counted.count('ten_a', 'usr_a')).toEqual({ limit: 3, remaining: 0, resetSeconds: 40 });
    expect(() => counted.count('ten_a', 'usr_a')).toThrow(
      expect.objectContaining({ status: 429, code: 'rate-limited', retryAfterMs: 40_000 }),
    );
    expect(counted.count('ten_b', 'usr_a')?.remaining).toBe(2);
    nowMs += 40_000;
    expect(counted.count('ten_a', 'usr_a')?.remaining).toBe(2);
  });

  it('are counted for all people of a tenant together; what is refused does not count', () => {
    const counted = rates();
    for (const user of ['usr_a', 'usr_b', 'usr_a', 'usr_b', 'usr_a']) counted.count('ten_a', user);
    expect(() => counted.count('ten_a', 'usr_c')).toThrow(expect.objectContaining({ status: 429 }));
    limits.tenant = 6;
    expect(counted.count('ten_a', 'usr_c')?.remaining).toBe(2);
  });

  it('are not counted where the installation says so', () => {
    config.RATE_LIMIT_ENABLED = false;
    expect(rates().count('ten_a', 'usr_a')).toBeUndefined();
  });

  it('of many people are forgotten, the oldest first', () => {
    config.RATE_LIMIT_ENABLED = true;
    limits.tenant = 1_000_000;
    const counted = rates();
    for (let user = 0; user < 20_005; user += 1) counted.count('ten_a', `usr_${user}`);
    expect(counted.count('ten_a', 'usr_20004')?.remaining).toBe(1);
    expect(counted.count('ten_a', 'usr_1')?.remaining).toBe(2);
  });
});
