import { request } from 'node:http';

import { startTestPostgres } from './start-test-postgres';
import { readTestEnvironment } from './test-environment';

/** The servers all specs of one run share. */
export interface TestInfrastructure {
  /** The superuser's URL; suites make databases of their own with `createTestDatabase`. */
  postgresUrl: string;
}

let started: Promise<TestInfrastructure> | undefined;

/**
 * The run's shared PostgreSQL, started with the first call. With jest/global-setup.cjs there is one for all workers;
 * without it each spec file gets its own, which ends with the process.
 */
export function startTestInfrastructure(): Promise<TestInfrastructure> {
  const { controlSocket } = readTestEnvironment();
  started ??= controlSocket === undefined ? startOwn() : askControl(controlSocket);
  return started;
}

async function startOwn(): Promise<TestInfrastructure> {
  const postgres = await startTestPostgres();
  return { postgresUrl: postgres.url };
}

function askControl(socketPath: string): Promise<TestInfrastructure> {
  return new Promise((resolve, reject) => {
    const question = request({ socketPath, path: '/', agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => {
        if (response.statusCode === 200) {
          resolve(JSON.parse(body) as TestInfrastructure);
        } else {
          reject(new Error(`The test run's PostgreSQL did not start: ${body}`));
        }
      });
    });
    question.once('error', reject).end();
  });
}
