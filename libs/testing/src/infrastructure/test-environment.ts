import { defaultCacheDirectory } from '@botarmy/embedded-infrastructure';

/** What the environment says about test infrastructure. */
export interface TestEnvironment {
  /** Socket of the run's control server (jest/global-setup.cjs); undefined without it. */
  controlSocket: string | undefined;
  natsServerBinary: string | undefined;
  searchPath: string;
  cacheDirectory: string;
}

/** Reads BOTARMY_TEST_CONTROL, NATS_SERVER_BIN, PATH and BOTARMY_CACHE_DIR. The one place of this lib that knows the environment. */
export function readTestEnvironment(environment: NodeJS.ProcessEnv = process.env): TestEnvironment {
  return {
    controlSocket: environment.BOTARMY_TEST_CONTROL || undefined,
    natsServerBinary: environment.NATS_SERVER_BIN || undefined,
    searchPath: environment.PATH ?? '',
    cacheDirectory: environment.BOTARMY_CACHE_DIR || defaultCacheDirectory(),
  };
}
