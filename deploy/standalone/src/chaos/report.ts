import type { Print } from '../terminal/print';
import type { ChaosResult, FaultRecord } from './run-chaos';

const nameWidth = 52;
const mostViolations = 50;

/** The head of the table. */
export function printHead(print: Print): void {
  print(`${'what was done'.padEnd(nameWidth)} ${'at'.padStart(8)} ${'whole after'.padStart(12)}`);
}

/** One line of the table. */
export function printRecord(print: Print, { name, atSeconds, recoveredAfterMs, problem }: FaultRecord): void {
  const after = recoveredAfterMs === undefined ? 'FAILED' : `${Math.round(recoveredAfterMs)} ms`;
  print(`${name.padEnd(nameWidth)} ${`${atSeconds.toFixed(1)} s`.padStart(8)} ${after.padStart(12)}`);
  if (problem !== undefined) print(`  ${problem}`);
}

/** Figures and verdict. */
export function printResult(print: Print, result: ChaosResult, repeat: string): void {
  const { workflows, seconds, commands, repeatedCommands, calls, standstillMs, violations } = result;
  print('');
  print(`${workflows} workflows in ${seconds.toFixed(0)} s, ${result.records.length} faults.`);
  print(`${commands} commands acknowledged, ${repeatedCommands} of them after more than one try.`);
  print(
    `${calls.received} requests reached the provider for ${calls.recorded} calls: ${calls.beyond} beyond the first of their call, ` +
      `at most ${calls.mostForOneCall} for one call; those without a record count as violations.`,
  );
  print(
    `Longest standstill of a workflow: ${standstillMs.median} ms in the median, ${standstillMs.longest} ms at most.`,
  );
  const late = result.records.reduce((sum, record) => sum + record.lateResults, 0);
  if (late > 0) print(`${late} results came from runners that had slept past their lease; each was refused.`);
  if (result.missingInInsights > 0) {
    print(`${result.missingInInsights} events went down with the broker's store before insights had read them.`);
  }
  print('');
  if (violations.length === 0) {
    print('Ledger, API, PostgreSQL and documents agree: nothing lost, nothing doubled.');
    return;
  }
  for (const violation of violations.slice(0, mostViolations)) print(`VIOLATION ${violation}`);
  if (violations.length > mostViolations) print(`… and ${violations.length - mostViolations} more.`);
  print(`Again: ${repeat}`);
}
