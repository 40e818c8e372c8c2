import { ConfigError } from '../config/config-error';
import { runMain } from './run-main';

class Exit extends Error {
  constructor(readonly code: unknown) {
    super('exit');
  }
}

describe('runMain', () => {
  let written = '';
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Exit(code);
  });
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });

  beforeEach(() => {
    written = '';
  });

  afterAll(() => {
    exit.mockRestore();
    write.mockRestore();
  });

  it('starts the service with the environment of the process and its signals', async () => {
    const bootstrap = jest.fn(async () => ({}) as never);
    await runMain(async () => ({ bootstrap }));
    expect(bootstrap).toHaveBeenCalledWith({ environment: process.env, handleSignals: true });
  });

  it('prints a configuration error without a stack and exits 1', async () => {
    const failing = runMain(() => Promise.reject(new ConfigError('SampleConfig', ['PORT is not set: set it'])));
    await expect(failing).rejects.toEqual(new Exit(1));
    expect(written).toContain('  - PORT is not set: set it');
    expect(written).not.toContain('    at ');
  });

  it('prints any other error with its stack', async () => {
    await expect(runMain(() => Promise.reject(new Error('no module')))).rejects.toEqual(new Exit(1));
    expect(written).toMatch(/Error: no module\n\s+at /);
    await expect(runMain(() => Promise.reject('text'))).rejects.toEqual(new Exit(1));
    expect(written).toContain('text');
  });
});
