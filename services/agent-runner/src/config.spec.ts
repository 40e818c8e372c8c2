import { ConfigError, loadConfig } from '@botarmy/chassis';

import { RunnerConfig } from './config';

describe('the environment of a runner', () => {
  it('names the pools it serves as JSON and has defaults for the rest', () => {
    expect(loadConfig(RunnerConfig, { AGENT_POOLS: '["analyst","architect"]' })).toMatchObject({
      AGENT_POOLS: ['analyst', 'architect'],
      RUNNER_CONCURRENCY: 16,
      REPAIR_LIMIT: 2,
      MODEL_CONTEXT_TOKENS: 100_000,
    });
  });

  it.each(['', '[]', 'analyst', '["a b"]', '["a","a"]', '["*"]'])('refuses %s as pools', (pools) => {
    expect(() => loadConfig(RunnerConfig, { AGENT_POOLS: pools })).toThrow(ConfigError);
  });
});
