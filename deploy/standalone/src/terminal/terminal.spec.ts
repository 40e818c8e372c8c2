import { SettingsError } from '../settings/settings-error';
import { formatSeconds, phase } from './phase';
import { describeFailure } from './run-program';

describe('what the launcher prints', () => {
  it('is one line per phase with its time', async () => {
    const lines: string[] = [];
    expect(
      await phase(
        (line) => lines.push(line),
        'Schemas',
        async () => 3,
      ),
    ).toBe(3);
    expect(lines).toEqual([expect.stringMatching(/^Schemas +\d\.\d s$/)]);
    expect(formatSeconds(12_345)).toBe('12.3 s');
  });

  it('is no line for a phase that failed', async () => {
    const lines: string[] = [];
    await expect(
      phase(
        (line) => lines.push(line),
        'Schemas',
        () => Promise.reject(new Error('no')),
      ),
    ).rejects.toThrow('no');
    expect(lines).toEqual([]);
  });

  it('is the message of an error that explains itself, and the stack of any other', () => {
    expect(describeFailure(new SettingsError('Set PORT.'))).toBe('Set PORT.');
    expect(describeFailure(new TypeError('x is not a function'))).toContain('terminal.spec.ts');
    expect(describeFailure('just text')).toBe('just text');
  });
});
