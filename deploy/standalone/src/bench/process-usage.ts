import { readFileSync } from 'node:fs';

import { childrenOf } from '../chaos/child-processes';

/** What processes have used. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Proportional set size: shared pages count by their share. */
  readonly memoryBytes: number;
}

/** Linux counts processor time in hundredths of a second for every program. */
const TICKS_PER_SECOND = 100;

/** Processor time so far, and memory now, of a process and those it started; nothing where there is no /proc. */
export function usageOf(pid: number): Usage {
  const pids = [pid, ...childrenOf(pid)];
  return {
    cpuSeconds: pids.reduce((sum, each) => sum + cpuSecondsOf(each, each === pid), 0),
    memoryBytes: pids.reduce((sum, each) => sum + memoryOf(each), 0),
  };
}

/** `withEnded` adds what children had used that are gone already. */
function cpuSecondsOf(pid: number, withEnded: boolean): number {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return 0;
  // Fields after the name: state is the first, utime and stime the 12th and 13th, those of ended children follow.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [own = 0, system = 0, ended = 0, endedSystem = 0] = fields.slice(11, 15);
  return (own + system + (withEnded ? ended + endedSystem : 0)) / TICKS_PER_SECOND;
}

function memoryOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1_024;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
