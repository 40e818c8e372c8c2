import { SettingsError } from '../settings/settings-error';
import { runProgram } from './run-program';

describe('an entry point', () => {
  const errors: string[] = [];
  const versions = process.versions;
  beforeEach(() => {
    errors.length = 0;
    jest.spyOn(process, 'exit').mockImplementation((code) => {
      if (code !== undefined) throw new Error(`exit ${code}`);
      return undefined as never;
    });
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => errors.push(String(text)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    Object.defineProperty(process, 'versions', { value: versions });
    process.exitCode = undefined;
  });

  it("ends with the program's exit code", async () => {
    await runProgram(async () => 130);
    expect(process.exitCode).toBe(130);
    expect(errors).toEqual([]);
  });

  it('ends with 1 and a message when the program fails', async () => {
    await runProgram(() => Promise.reject(new SettingsError('Set PORT.')));
    expect(process.exitCode).toBe(1);
    expect(errors).toEqual(['Set PORT.\n']);
  });

  it('refuses an old Node before it loads anything', async () => {
    Object.defineProperty(process, 'versions', { value: { ...versions, node: '20.20.2' } });
    const program = jest.fn();
    await expect(runProgram(program)).rejects.toThrow('exit 1');
    expect(errors).toEqual(['Node 24 or newer is needed, this is 20.20.2: use npm start.\n']);
    expect(program).not.toHaveBeenCalled();
  });
});
