import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readDemoOptions } from './demo-options';

describe('the options of the demo', () => {
  it('name a brief as a text or a file; without one there is a sample', () => {
    const folder = mkdtempSync(join(tmpdir(), 'botarmy-demo-'));
    const file = join(folder, 'brief.md');
    writeFileSync(file, 'From a file');
    expect(readDemoOptions([])).toMatchObject({ out: 'artifacts', keep: false, yes: false, split: false });
    expect(readDemoOptions([]).brief).toMatch(/^# Appointment booking/);
    expect(readDemoOptions(['--brief', 'A shop', '--keep', '--out', 'x'])).toMatchObject({
      brief: 'A shop',
      keep: true,
      out: 'x',
    });
    expect(readDemoOptions(['--brief-file', file]).brief).toBe('From a file');
    rmSync(folder, { recursive: true });
  });

  it.each([
    [['--brief', 'a', '--brief-file', 'b'], 'Give --brief or --brief-file, not both.'],
    [['--breif', 'a'], "Unknown option '--breif'"],
    [['--brief-file', '/nowhere'], 'The brief /nowhere cannot be read'],
  ])('are refused for %j', (args, message) => {
    expect(() => readDemoOptions(args)).toThrow(message);
  });
});
