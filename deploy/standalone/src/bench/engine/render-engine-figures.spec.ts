import type { EngineFigures } from './engine-figures';
import { renderEngineFigures } from './render-engine-figures';
import type { StepFigures } from './step-figures';

function step(stepsPerSecond: number, cpuMs: number): StepFigures {
  const figures = { steps: 10, p50_ms: 1.5, p99_ms: 120, database_cpu_ms: 0.2, commits: 1, log_syncs: 1 };
  return { ...figures, steps_per_second: stepsPerSecond, cpu_ms: cpuMs, wal_bytes: 4_096, full_page_images: 0 };
}

const FIGURES = {
  measured_at: '2026-01-01',
  machine: { processor: 'a processor', cores: 2, memory_gb: 24, load_before: 0.5, node: '24.0.0' },
  result_bytes: 2_048,
  limit: { commitsPerSecond: 1_500, publishesPerSecond: 2_000, pipelinedPublishesPerSecond: 20_000 },
  alone: {
    bare: step(1_000, 0.2),
    bare_grouped: step(2_000, 0.1),
    engine: [{ ...step(600, 0.6), concurrency: 64 }],
    histories: [
      { ...step(100, 1.8), history: 10, event_bytes: 4_096 },
      { ...step(90, 2.0), history: 1_000, event_bytes: 4_096 },
    ],
    load_ms: 40,
  },
  bare_path: [{ ...step(500, 1), concurrency: 64 }],
  path: [{ ...step(100, 5), concurrency: 64 }],
  recovery: {
    workflows: 64,
    completed: 64,
    steps: 640,
    steps_before: 200,
    steps_at_restart: 210,
    restart_ms: 1_500,
    rest_ms: 900,
    calls_paid_twice: 0,
  },
} as unknown as EngineFigures;

describe('the page of performance', () => {
  const page = renderEngineFigures(FIGURES);

  it('sets the engine beside the bare loop, by speed and by processor time', () => {
    expect(page).toMatch(/\| engine, 64 at a time +\| 600 .*\| 0\.60 +\| 2\.0 +\|/);
    expect(page).toContain('Measured: 0.60, 2.0 times, 4.0 KiB.');
  });

  it('sets long histories beside short ones, and the whole path beside the bare one', () => {
    expect(page).toMatch(/\| 1,000 +\| 90 .*\| 1\.1 +\|/);
    expect(page).toMatch(/\| 64 +\| 500 .*\| 5\.0 +\|/);
  });

  it('says what a kill cost', () => {
    expect(page).toContain('Completed: 64 of 64. Model calls paid twice: 0.');
  });
});
