import type { WorkflowStatusView } from '@botarmy/contracts';

import { formatSeconds } from '../terminal/phase';
import { plainText } from '../terminal/plain-text';

const BAR_CELLS = 24;
const NAME_CELLS = 12;

/** Characters each agent has written of its current document. */
export type WrittenCharacters = ReadonlyMap<string, number>;

/** A workflow as lines: one for the whole, one with a bar for each agent. */
export function progressLines(status: WorkflowStatusView, written: WrittenCharacters, elapsedMs: number): string[] {
  const head = `${status.current_stage ?? status.status}`.padEnd(NAME_CELLS);
  const total = `${head} ${bar(status.progress_percent)} ${percent(status.progress_percent)}  ${formatSeconds(elapsedMs)}`;
  const agents = status.agents.map((agent) => {
    const name = plainText(agent.name).padEnd(NAME_CELLS);
    return `${name} ${bar(agent.progress_percent)} ${percent(agent.progress_percent)}  ${activity(agent, written.get(agent.id))}`;
  });
  return [total, ...agents];
}

function bar(value: number): string {
  const full = Math.round((Math.min(Math.max(value, 0), 100) / 100) * BAR_CELLS);
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}

function percent(value: number): string {
  return `${value} %`.padStart(5);
}

function activity(agent: WorkflowStatusView['agents'][number], characters: number | undefined): string {
  if (agent.status !== 'processing') return agent.status;
  const count = characters === undefined ? '' : `, ${characters.toLocaleString('en')} characters`;
  return `${plainText(agent.current_task ?? 'working')}${count}`;
}
