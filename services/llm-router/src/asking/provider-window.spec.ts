import type { ProviderExchange } from './provider-exchange';
import { ProviderWindow, WINDOW_SIZE } from './provider-window';

describe('the newest results of a provider', () => {
  let window: ProviderWindow;
  const add = (outcome: 'completed' | 'failed', details: Partial<ProviderExchange> = {}): void =>
    window.add({ provider: 'a', model: 'm', simulated: false, started_at: '', outcome, ...details });

  beforeEach(() => {
    window = new ProviderWindow();
  });

  it('are good and untimed before anybody asked', () => {
    expect([window.statusOf('a'), window.medianMsOf('a')]).toEqual(['healthy', null]);
  });

  it('tell a provider that stumbles from one that is gone', () => {
    add('completed', { duration_ms: 30 });
    add('failed', { error_code: 'rate-limited' });
    add('failed', { error_code: 'idle-timeout' });
    expect(window.statusOf('a')).toBe('degraded');
    add('failed', { error_code: 'server-error' });
    expect(window.statusOf('a')).toBe('unavailable');
    add('completed', { duration_ms: 10 });
    expect(window.statusOf('a')).toBe('degraded');
    expect(window.medianMsOf('a')).toBe(10);
  });

  it('ignore failures that are the request’s', () => {
    for (const error_code of ['invalid-request', 'cancelled', 'call-timeout'] as const) add('failed', { error_code });
    expect(window.statusOf('a')).toBe('healthy');
  });

  it('are forgotten after a while', () => {
    add('failed', { error_code: 'server-error' });
    for (let index = 0; index < WINDOW_SIZE; index += 1) add('completed', { duration_ms: index });
    expect(window.statusOf('a')).toBe('healthy');
    expect(window.medianMsOf('a')).toBe(9);
  });
});
