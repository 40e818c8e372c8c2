/**
 * One Jest run for every library, service and the standalone host. Tiers are told apart by suffix:
 * `.spec.ts` (no I/O), `.int.spec.ts` (real PostgreSQL and NATS), `.e2e.spec.ts` (the whole stack).
 * TIER=unit|int|e2e runs one tier, TIER=quick the first two; without it all run. The console has its own configuration.
 */
const tiers = {
  unit: { testMatch: ['**/*.spec.ts'], ignore: ['\\.int\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'] },
  int: { testMatch: ['**/*.int.spec.ts'], ignore: [] },
  quick: { testMatch: ['**/*.spec.ts'], ignore: ['\\.e2e\\.spec\\.ts$'] },
  e2e: { testMatch: ['**/*.e2e.spec.ts'], ignore: [] },
  all: { testMatch: ['**/*.spec.ts'], ignore: [] },
};
const tier = tiers[process.env.TIER ?? 'all'];

module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/deploy/standalone', '<rootDir>/helm', '<rootDir>/tools'],
  testMatch: tier.testMatch,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...tier.ignore],
  modulePathIgnorePatterns: ['/dist/'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: {
    '^@botarmy/(contracts|chassis|messaging|process-engine|embedded-infrastructure|testing|sdk|cli)$':
      '<rootDir>/libs/$1/src/index.ts',
    '^@botarmy/(gateway|identity|orchestrator|agent-runner|llm-router|hitl|artifacts|insights|notifier|model-simulator)$':
      '<rootDir>/services/$1/src/bootstrap.ts',
    '^@botarmy/standalone$': '<rootDir>/deploy/standalone/src/index.ts',
  },
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.cjs',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.cjs',
  testEnvironment: 'node',
  maxWorkers: 2,
  testTimeout: 60_000,
};
