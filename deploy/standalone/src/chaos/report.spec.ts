import { printHead, printRecord, printResult } from './report';
import type { ChaosResult } from './run-chaos';

const result: ChaosResult = {
  records: [],
  violations: [],
  seconds: 12,
  workflows: 3,
  commands: 9,
  repeatedCommands: 2,
  calls: { received: 31, recorded: 30, beyond: 1, mostForOneCall: 1 },
  missingInInsights: 0,
  standstillMs: { median: 10, longest: 20 },
};

function printed(print: (line: (text: string) => void) => void): string {
  const lines: string[] = [];
  print((text) => lines.push(text));
  return lines.join('\n');
}

describe('the report of a run', () => {
  it('is a table with one line per fault', () => {
    const fault = {
      name: 'kill -9 hitl',
      atSeconds: 1.25,
      recoveredAfterMs: 812.4,
      lateResults: 0,
      problem: undefined,
    };
    const text = printed((print) => {
      printHead(print);
      printRecord(print, fault);
      printRecord(print, { ...fault, recoveredAfterMs: undefined, problem: 'hitl was not started again.' });
    });
    expect(text).toMatch(/what was done +at +whole after/);
    expect(text).toMatch(/kill -9 hitl +1\.3 s +812 ms/);
    expect(text).toMatch(/FAILED\n {2}hitl was not started again\./);
  });

  it('says so when all records agree', () => {
    const text = printed((print) => printResult(print, result, 'npm run chaos -- --seed 1'));
    expect(text).toContain('nothing lost, nothing doubled');
    expect(text).not.toContain('npm run chaos');
  });

  it('names violations, not all of them, and how to see them again', () => {
    const violations = Array.from({ length: 60 }, (_, index) => `thing ${index}`);
    const found = { ...result, violations, missingInInsights: 4 };
    const text = printed((print) => printResult(print, found, 'npm run chaos -- --seed 1'));
    expect(text).toContain('VIOLATION thing 0');
    expect(text).toContain('… and 10 more.');
    expect(text).toContain('4 events went down');
    expect(text).toContain('Again: npm run chaos -- --seed 1');
  });
});
