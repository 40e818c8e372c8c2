import { EngineDriver } from '../scenarios/engine-driver';
import type { ScenarioStep } from '../scenarios/scenario-definition';
import type { WorkflowCommand } from './commands';
import type { WorkflowEffect } from './effects';
import type { WorkflowEvent } from './events';
import { applyEvents } from './react';
import { sdlc } from './story.fixture';
import { findTask } from './task-table';
import type { TaskState, WorkflowState } from './workflow';

/** A workflow of the shipped process that is controlled by people. */
export class ControlStory {
  private readonly driver = new EngineDriver(sdlc);
  private seen = 0;
  private before: WorkflowState | null = null;

  constructor(...steps: readonly ScenarioStep[]) {
    this.tell({ start: {} }, ...steps);
  }

  get state(): WorkflowState {
    return this.driver.state;
  }

  /** The history so far. */
  get history(): readonly WorkflowEvent[] {
    return this.driver.events;
  }

  /** The task an agent works on. */
  get running(): string | null {
    return this.driver.running?.task_id ?? null;
  }

  /** Events of the last command. */
  get news(): readonly WorkflowEvent[] {
    return this.history.slice(this.seen);
  }

  /** Their types. */
  get types(): readonly string[] {
    return this.news.map((event) => event.type);
  }

  /** What they ask of the world. */
  get effects(): readonly WorkflowEffect[] {
    return applyEvents(this.before, this.news, sdlc).effects;
  }

  task(id: string): TaskState | undefined {
    return findTask(this.state, id);
  }

  /** Tells what happens next; every step must be accepted. */
  tell(...steps: readonly ScenarioStep[]): this {
    for (const step of steps) {
      const outcome = this.driver.perform(step);
      if (outcome !== 'accepted') throw new Error(`${JSON.stringify(step)}: ${outcome}`);
    }
    return this;
  }

  /** Decides a command; returns its outcome. */
  command(command: WorkflowCommand): string {
    this.seen = this.history.length;
    this.before = this.driver.state;
    return this.driver.handle(command);
  }
}
