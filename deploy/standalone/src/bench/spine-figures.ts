import type { Baseline } from './baseline';
import type { BenchProcess } from './bench-processes';
import { median } from './median';
import type { PlatformUse, ProcessUse } from './platform-snapshot';
import type { WindowFigures } from './step-window';

/** Services a step passes; their commits are what a step costs. */
export const PATH_OF_A_STEP: readonly string[] = ['orchestrator', 'llm-router', 'artifacts'];
/** Readers of everything that happens: they batch and are counted apart. */
export const BESIDE_THE_PATH: readonly string[] = ['insights', 'notifier', 'hitl'];

/** Commits a step may cost, by the number of concurrent workflows. */
const COMMIT_GOALS: Readonly<Record<number, number>> = { 1: 8, 64: 5 };
const MB = 1_048_576;

/** One process, per step; starts and ends of workflows are counted in. */
export interface ServiceFigures {
  readonly cpu_ms_per_step: number;
  readonly memory_mb: number;
  readonly commits_per_step: number;
  readonly reads_per_step: number;
}

/** Medians of several windows with one concurrency. */
export interface ConcurrencyFigures {
  readonly concurrency: number;
  readonly windows: number;
  readonly steps_per_second: number;
  readonly step_p50_ms: number;
  readonly step_p99_ms: number;
  /** Of the path of a step alone: what a long workflow costs more than a short one. */
  readonly commits_per_step: number;
  readonly commits_per_step_goal: number | null;
  /** A share of the start and the end of a workflow counted in. */
  readonly commits_per_step_with_share: number;
  readonly commits_per_step_beside: number;
  /** PostgreSQL's own count over all services, per step. */
  readonly writing_transactions_per_step: number;
  readonly transactions_per_step: number;
  readonly log_syncs_per_step: number;
  readonly cpu_ms_per_step: number;
  /** Steps per second as a share of the bare loop's commits per second. */
  readonly steps_per_baseline_commit: number;
  readonly services: Readonly<Record<string, ServiceFigures>>;
}

/** All that is reported. */
export interface SpineFigures {
  readonly measured_at: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly load_before: number;
    readonly node: string;
  };
  readonly warm_start_ms: { readonly median: number; readonly runs: readonly number[] };
  readonly demo_ms: { readonly median: number; readonly runs: readonly number[] };
  readonly baseline: Baseline;
  /** Processor time of all processes while nothing happens, in milliseconds per second. */
  readonly idle_cpu_ms_per_second: number;
  readonly concurrency: readonly ConcurrencyFigures[];
}

/** Windows of the same concurrency: of the whole process, and of its first stage alone. */
export interface MeasuredWindows {
  readonly concurrency: number;
  readonly whole: readonly WindowFigures[];
  readonly brief: readonly WindowFigures[];
}

/** Medians of windows of the same concurrency. */
export function summarize(
  { concurrency, whole, brief }: MeasuredWindows,
  processes: { readonly whole: BenchProcess; readonly brief: BenchProcess },
  { commitsPerSecond }: Baseline,
): ConcurrencyFigures {
  const middle = (read: (window: WindowFigures) => number): number => median(whole.map(read));
  const perStep = (read: (use: PlatformUse) => number): number => middle(({ use, steps }) => read(use) / steps);
  const perWorkflow = (windows: readonly WindowFigures[]): number =>
    median(windows.map(({ use, workflows }) => commitsOf(use, PATH_OF_A_STEP) / workflows));
  const names = [...new Set(whole.flatMap(({ use }) => [...use.processes.keys()]))];
  const stepsPerSecond = middle((window) => window.stepsPerSecond);
  return {
    concurrency,
    windows: whole.length,
    steps_per_second: stepsPerSecond,
    step_p50_ms: middle(({ stepP50Ms }) => stepP50Ms),
    step_p99_ms: middle(({ stepP99Ms }) => stepP99Ms),
    commits_per_step: (perWorkflow(whole) - perWorkflow(brief)) / (processes.whole.steps - processes.brief.steps),
    commits_per_step_goal: COMMIT_GOALS[concurrency] ?? null,
    commits_per_step_with_share: perStep((use) => commitsOf(use, PATH_OF_A_STEP)),
    commits_per_step_beside: perStep((use) => commitsOf(use, BESIDE_THE_PATH)),
    writing_transactions_per_step: perStep(({ writingTransactions }) => writingTransactions),
    transactions_per_step: perStep(({ transactions }) => transactions),
    log_syncs_per_step: perStep(({ logSyncs }) => logSyncs),
    cpu_ms_per_step: perStep(cpuMsOf),
    steps_per_baseline_commit: stepsPerSecond / commitsPerSecond,
    services: Object.fromEntries(names.map((name) => [name, serviceFigures(name, whole)])),
  };
}

/** Processor time of all processes in milliseconds. */
export function cpuMsOf({ processes }: PlatformUse): number {
  return [...processes.values()].reduce((sum, { cpuSeconds }) => sum + cpuSeconds * 1_000, 0);
}

function serviceFigures(name: string, windows: readonly WindowFigures[]): ServiceFigures {
  const middle = (read: (use: ProcessUse, steps: number) => number): number =>
    median(
      windows.flatMap(({ use, steps }) => {
        const process = use.processes.get(name);
        return process === undefined ? [] : [read(process, steps)];
      }),
    );
  return {
    cpu_ms_per_step: middle(({ cpuSeconds }, steps) => (cpuSeconds * 1_000) / steps),
    memory_mb: middle(({ memoryBytes }) => memoryBytes / MB),
    commits_per_step: middle(({ writing }, steps) => writing / steps),
    reads_per_step: middle(({ prisma }, steps) => prisma / steps),
  };
}

function commitsOf({ processes }: PlatformUse, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (processes.get(name)?.writing ?? 0), 0);
}
