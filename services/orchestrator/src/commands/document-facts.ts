import type { CompiledProcess } from '@botarmy/process-engine';

/** What the store shows of a document that a person wrote, from what the process says about its path. */
export function documentFacts(
  path: string,
  process: CompiledProcess,
): { readonly name: string; readonly type: 'markdown' | 'json'; readonly stage: string } {
  const writer = Object.values(process.tasks).find((task) => task.output.path === path);
  const name = writer?.output.title ?? (path === process.input.path ? process.input.title : path);
  const stage = writer?.stage_id ?? process.stages[0]?.name ?? '';
  return { name: name.slice(0, 200), type: path.endsWith('.json') ? 'json' : 'markdown', stage };
}
