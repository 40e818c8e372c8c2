import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { boundLogs, boundOnce, LogFile, openLog, sizeOf } from './log-file';
import { logTail } from './log-tail';

describe('the log of a service', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-log-'));
    file = join(folder, 'hitl.log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is appended to, and set aside at the start when it has grown large', () => {
    writeFileSync(file, 'x'.repeat(100));
    const log = new LogFile(file);
    log.write('line\n');
    log.close();
    log.write('after the end\n');
    expect(readFileSync(file, 'utf8')).toBe(`${'x'.repeat(100)}line\n`);
    openLog(file, 50);
    expect(sizeOf(file)).toBe(0);
    expect(sizeOf(join(folder, 'hitl.1.log'))).toBe(105);
  });

  it('stays bounded while somebody writes to it, who goes on at the new end', () => {
    const log = new LogFile(file);
    log.write('x'.repeat(100));
    boundOnce(folder, 200);
    expect(sizeOf(file)).toBe(100);
    boundOnce(folder, 50);
    log.write('next\n');
    expect(readFileSync(file, 'utf8')).toBe('next\n');
    expect(sizeOf(join(folder, 'hitl.1.log'))).toBe(100);
    boundOnce(folder, 50);
    expect(sizeOf(join(folder, 'hitl.1.log'))).toBe(100);
    log.close();
    boundLogs(folder)();
  });

  it('shows its last lines in short, from a place on', () => {
    expect(logTail(file)).toBe('');
    writeFileSync(file, 'old\n');
    const offset = sizeOf(file);
    appendFileSync(
      file,
      `${JSON.stringify({ level: 'error', message: 'no luck', err: { message: 'why' } })}\nplain text\n`,
    );
    expect(logTail(file, offset)).toBe('error: no luck: why\nplain text');
    appendFileSync(file, Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join(''));
    expect(logTail(file).split('\n')).toHaveLength(12);
    expect(logTail(file)).toMatch(/line 39$/);
  });
});
