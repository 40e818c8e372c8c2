import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { preloadTelemetry, readEnvironment, readOwnerEnvironment, valueOf } from './environment';

describe('the variables of the owner', () => {
  it('come from a file too, and the environment wins', () => {
    const folder = mkdtempSync(join(tmpdir(), 'botarmy-env-'));
    const file = join(folder, 'variables');
    writeFileSync(file, '# keys\nOPENAI_API_KEY="sk-1"\nLOG_LEVEL=INFO\nEMPTY=\n');
    const environment = readOwnerEnvironment({ BOTARMY_ENV_FILE: file, LOG_LEVEL: 'debug' });
    expect(environment).toEqual({ BOTARMY_ENV_FILE: file, OPENAI_API_KEY: 'sk-1', LOG_LEVEL: 'debug', EMPTY: '' });
    expect(valueOf(environment, 'EMPTY')).toBeUndefined();
    rmSync(folder, { recursive: true });
    expect(readOwnerEnvironment({ BOTARMY_ENV_FILE: file })).toEqual({ BOTARMY_ENV_FILE: file });
  });

  it('are a copy of the environment', () => {
    const environment = readEnvironment();
    expect(environment.PATH).toBe(process.env.PATH);
    expect(environment).not.toBe(process.env);
  });

  it('start no tracing without a receiver', () => {
    const before = process.env.OTEL_SERVICE_NAME;
    preloadTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: '' });
    expect(process.env.OTEL_SERVICE_NAME).toBe(before);
  });
});
