import { describeChanges, LiveBlock, renderWorkflowProgress } from '@botarmy/cli';
import type { OutputStream } from '@botarmy/cli';
import type { WorkflowStatusView } from '@botarmy/sdk';

import type { Print } from '../terminal/print';

/** Shows how far a workflow is. */
export interface ProgressView {
  status(status: WorkflowStatusView): void;
  written(agentId: string, characters: number): void;
  /** Makes room for other output until `resume`. */
  pause(): void;
  resume(): void;
}

const FRAME_MS = 100;
const USUAL_COLUMNS = 80;

/** Bars that move in place, drawn ten times a second at most. */
export class LiveProgress implements ProgressView {
  private readonly block: LiveBlock;
  private readonly characters = new Map<string, number>();
  private readonly startedMs = performance.now();
  private latest: WorkflowStatusView | undefined;
  private isPaused = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly screen: OutputStream,
    private readonly color: boolean,
  ) {
    this.block = new LiveBlock(screen);
  }

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
    const rendering = {
      columns: (this.screen.columns || USUAL_COLUMNS) - 1,
      color: this.color,
      elapsedMs: performance.now() - this.startedMs,
      written: this.characters,
    };
    this.block.update(renderWorkflowProgress(this.latest, rendering));
  }

  private cancelTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** For output that is no terminal: a line for each thing that happened. */
export class PlainProgress implements ProgressView {
  private latest: WorkflowStatusView | undefined;

  constructor(private readonly print: Print) {}

  status(status: WorkflowStatusView): void {
    for (const line of describeChanges(this.latest, status)) this.print(line);
    this.latest = status;
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
