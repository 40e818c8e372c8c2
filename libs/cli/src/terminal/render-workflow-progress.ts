import type { WorkflowAgentView, WorkflowStatusView } from '@botarmy/sdk';

import { paint } from './paint';
import type { Tone } from './paint';
import { plainLine } from './plain-text';
import { cutToWidth, padToWidth, textWidth } from './text-width';

/** How to draw a workflow. */
export interface ProgressRendering {
  /** Width of the terminal; no line is wider. */
  readonly columns: number;
  readonly color: boolean;
  /** Milliseconds since the workflow started, when they are to be shown. */
  readonly elapsedMs?: number;
  /** Characters each agent has written of its current document, by agent id. */
  readonly written?: ReadonlyMap<string, number>;
}

const LONGEST_BAR = 28;
const LONGEST_NAME = 16;
const PERCENT_CELLS = 6;

const statusTones: Readonly<Record<string, Tone>> = {
  completed: 'good',
  failed: 'bad',
  cancelled: 'bad',
  paused: 'warning',
  cancelling: 'warning',
  waiting_for_human: 'warning',
  waiting: 'warning',
  processing: 'active',
  in_progress: 'active',
};

/** A workflow as lines: its title, a bar for the whole, a bar for each agent, and what it waits for. */
export function renderWorkflowProgress(status: WorkflowStatusView, rendering: ProgressRendering): string[] {
  const { columns, color } = rendering;
  const nameCells = Math.min(LONGEST_NAME, Math.max(5, ...status.agents.map(({ name }) => textWidth(plainLine(name)))));
  const barCells = Math.max(0, Math.min(LONGEST_BAR, Math.floor((columns - nameCells - PERCENT_CELLS) / 2)));
  const row = (name: string, percent: number, state: string, text: string): string => {
    const tone = statusTones[state] ?? 'quiet';
    const used = nameCells + 1 + barCells + PERCENT_CELLS + 2;
    return [
      `${padToWidth(plainLine(name), nameCells)} ${paint(bar(percent, barCells), tone, color)}`,
      `${String(percentage(percent)).padStart(PERCENT_CELLS - 2)} %  `,
      cutToWidth(plainLine(text), Math.max(0, columns - used)),
    ].join('');
  };
  const lines = [
    cutToWidth(plainLine(status.title), columns),
    row('total', status.progress_percent, status.status, headline(status, rendering.elapsedMs)),
    ...status.agents.map((agent) => row(agent.name, agent.progress_percent, agent.status, activity(agent, rendering))),
    ...status.pending_request_ids.map((id) =>
      paint(cutToWidth(`waits for a decision: ${plainLine(id)}`, columns), 'warning', color),
    ),
    ...(status.failure === null ? [] : [paint(cutToWidth(plainLine(status.failure), columns), 'bad', color)]),
  ];
  // The narrowest terminals have no room for the parts: what does not fit is cut, without colour.
  return columns >= nameCells + PERCENT_CELLS + 3 ? lines : lines.map((line) => cutToWidth(plainLine(line), columns));
}

function headline(
  { status, current_stage, simulated, imported_from }: WorkflowStatusView,
  elapsedMs: number | undefined,
): string {
  const parts = [
    status.replaceAll('_', ' '),
    ...(current_stage === null || status === 'completed' ? [] : [current_stage]),
    ...(elapsedMs === undefined ? [] : [`${(elapsedMs / 1_000).toFixed(1)} s`]),
    ...(simulated ? ['simulated'] : []),
    ...(imported_from === undefined ? [] : [`imported from ${imported_from}`]),
  ];
  return parts.join(', ');
}

function activity({ id, status, current_task }: WorkflowAgentView, { written }: ProgressRendering): string {
  if (status !== 'processing') return status;
  const characters = written?.get(id);
  const count = characters === undefined ? '' : `, ${characters} characters`;
  return `${current_task ?? 'working'}${count}`;
}

function percentage(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), 100));
}

function bar(value: number, cells: number): string {
  const full = Math.round((percentage(value) / 100) * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
}
