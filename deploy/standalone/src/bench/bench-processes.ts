import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse, stringify } from 'yaml';

import { findCheckout } from '../checkout';

/** A process that is measured. */
export interface BenchProcess {
  readonly name: string;
  /** Tasks of one workflow. */
  readonly steps: number;
}

interface Definition {
  readonly stages: readonly { readonly tasks: readonly unknown[] }[];
}

/**
 * Writes a folder of processes: the shipped one, the same without approvals, so that no step waits for people, and its first
 * stage alone. What the two differ by is the price of steps without that of starting and ending a workflow.
 */
export function writeBenchProcesses(directory: string): { whole: BenchProcess; brief: BenchProcess } {
  cpSync(join(findCheckout(), 'processes'), directory, { recursive: true });
  const shipped = parse(readFileSync(join(directory, 'sdlc/process.yaml'), 'utf8')) as Definition &
    Record<string, unknown>;
  const { approvals: _approvals, ...definition } = shipped;
  const write = (name: string, stages: Definition['stages']): BenchProcess => {
    cpSync(join(directory, 'sdlc'), join(directory, name), { recursive: true });
    writeFileSync(join(directory, name, 'process.yaml'), stringify({ ...definition, name, stages }));
    return { name, steps: stages.reduce((sum, { tasks }) => sum + tasks.length, 0) };
  };
  return {
    whole: write('sdlc-without-approvals', shipped.stages),
    brief: write('sdlc-first-stage', shipped.stages.slice(0, 1)),
  };
}
