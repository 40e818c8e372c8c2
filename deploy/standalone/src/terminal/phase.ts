import type { Print } from './print';

/** Runs a step of the start and prints one line with its time when it is done. */
export async function phase<TResult>(print: Print, title: string, run: () => Promise<TResult>): Promise<TResult> {
  const startedMs = performance.now();
  const result = await run();
  print(`${title.padEnd(62)} ${formatSeconds(performance.now() - startedMs).padStart(7)}`);
  return result;
}

/** Milliseconds as seconds with one decimal: `1.4 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
