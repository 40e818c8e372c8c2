// A runner in a process of its own, from the sources, for tests that kill it.
require('../../../libs/testing/jest/register-typescript.cjs').registerTypescript();

void require('../src/bootstrap.ts').bootstrap({ environment: process.env });
