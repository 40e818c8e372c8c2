import type { Simulation } from './simulation';

/** Lets simulated time run on whenever a test waits for something. */
export function runInBackground(simulation: Simulation): void {
  void (async () => {
    while (await simulation.step());
    setImmediate(() => runInBackground(simulation)).unref();
  })();
}
