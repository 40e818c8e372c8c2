import { EngineDriver } from '../scenarios/engine-driver';
import { toCommand } from '../scenarios/sample-commands';
import type { ScenarioStep } from '../scenarios/scenario-definition';
import { shippedProcess } from '../scenarios/shipped-process.fixture';
import type { WorkflowCommand } from './commands';
import { decide } from './decide';
import type { Decision } from './decision';
import { deepFreeze } from './deep-freeze.fixture';
import type { WorkflowEffect } from './effects';
import type { WorkflowEvent } from './events';
import { applyEvents } from './react';
import { findTask } from './task-table';
import type { TaskState, WorkflowState } from './workflow';

/** The process all stories of the specifications use. */
export const sdlc = deepFreeze(shippedProcess());

/** What a decision led to. */
export interface Told {
  readonly decision: Decision;
  readonly events: readonly WorkflowEvent[];
  /** Types of the events in order. */
  readonly types: readonly string[];
  readonly state: WorkflowState | null;
  readonly effects: readonly WorkflowEffect[];
}

/** The state of a task in a told story. */
export function taskIn(state: WorkflowState | null, taskId: string): TaskState | undefined {
  return state === null ? undefined : findTask(state, taskId);
}

/** All feedback texts that are kept, by reference. */
export function notesIn(state: WorkflowState | null): Readonly<Record<string, string>> {
  return Object.assign({}, ...Object.values(state?.stages ?? {}).map((stage) => stage.notes)) as Record<string, string>;
}

/** Tells a story up to a point and decides one more step or command on the frozen state. */
export function given(...steps: readonly ScenarioStep[]): {
  readonly state: WorkflowState | null;
  readonly when: (step: ScenarioStep | WorkflowCommand) => Told;
} {
  const driver = new EngineDriver(sdlc);
  for (const step of steps) {
    const outcome = driver.perform(step);
    if (outcome !== 'accepted') throw new Error(`${JSON.stringify(step)}: ${outcome}`);
  }
  const state = steps.length === 0 ? null : deepFreeze(driver.state);
  return {
    state,
    when: (step) => {
      const command = deepFreeze('type' in step ? step : toCommand(step, state, sdlc));
      let ids = 0;
      const nextId = (prefix: string) => `${prefix}_new${String((ids += 1))}`;
      const decision = deepFreeze(decide(command, state, { process: sdlc, now: '2025-01-15T12:00:00.000Z', nextId }));
      const events = decision.outcome === 'accepted' ? decision.events : [];
      const after = events.length === 0 ? { state, effects: [] } : applyEvents(state, events, sdlc);
      return { decision, events, types: events.map((event) => event.type), ...after };
    },
  };
}
