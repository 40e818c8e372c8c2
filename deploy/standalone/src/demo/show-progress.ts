import type { WorkflowStatusView } from '@botarmy/contracts';

import { formatSeconds } from '../terminal/phase';
import type { LiveBlock } from '../terminal/live-block';
import { plainText } from '../terminal/plain-text';
import type { Print } from '../terminal/print';
import { progressLines } from './progress-lines';

/** Shows how far a workflow is. */
export interface ProgressView {
  status(status: WorkflowStatusView): void;
  written(agentId: string, characters: number): void;
  /** Makes room for other output until `resume`. */
  pause(): void;
  resume(): void;
}

const FRAME_MS = 100;

/** Bars that move in place, drawn ten times a second at most. */
export class LiveProgress implements ProgressView {
  private latest: WorkflowStatusView | undefined;
  private readonly characters = new Map<string, number>();
  private readonly startedMs = performance.now();
  private isPaused = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly block: LiveBlock) {}

  status(status: WorkflowStatusView): void {
    this.latest = status;
    for (const agent of status.agents) if (agent.status !== 'processing') this.characters.delete(agent.id);
    this.draw();
  }

  written(agentId: string, characters: number): void {
    this.characters.set(agentId, characters);
    this.timer ??= setTimeout(() => this.draw(), FRAME_MS);
  }

  pause(): void {
    this.isPaused = true;
    this.cancelTimer();
    this.block.clear();
  }

  resume(): void {
    this.isPaused = false;
    this.draw();
  }

  private draw(): void {
    this.cancelTimer();
    if (this.isPaused || this.latest === undefined) return;
    this.block.update(progressLines(this.latest, this.characters, performance.now() - this.startedMs));
  }

  private cancelTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** For output that is no terminal: a line whenever an agent begins or ends something. */
export class PlainProgress implements ProgressView {
  private last = '';
  private readonly startedMs = performance.now();

  constructor(private readonly print: Print) {}

  status(status: WorkflowStatusView): void {
    const working = status.agents.filter((agent) => agent.status === 'processing');
    const doing = working.map((agent) => `${plainText(agent.name)}: ${plainText(agent.current_task ?? '')}`).join(', ');
    const text = `${status.current_stage ?? '-'}  ${doing || status.status}`;
    if (text === this.last) return;
    this.last = text;
    const elapsed = formatSeconds(performance.now() - this.startedMs).padStart(7);
    this.print(`${elapsed}  ${`${status.progress_percent} %`.padStart(5)}  ${text}`);
  }

  written(): void {
    // Characters are for moving bars.
  }

  pause(): void {
    // Lines stay where they are.
  }

  resume(): void {
    // Lines stay where they are.
  }
}
