import type { CompiledProcess } from '../definition/compiled-process';
import { describeProgress } from '../views/describe-progress';
import { workflowStatus } from '../views/workflow-status';
import type { WorkflowCommand } from '../workflow/commands';
import { decide } from '../workflow/decide';
import type { SendAgentTaskEffect } from '../workflow/effects';
import type { WorkflowEvent } from '../workflow/events';
import { METADATA_PATHS } from '../workflow/limits';
import { outstandingEffects } from '../workflow/outstanding-effects';
import { applyEvents } from '../workflow/react';
import type { WorkflowState } from '../workflow/workflow';
import type { ScenarioDriver, ScenarioObservation } from './run-scenario';
import { sampleArtifact, toCommand } from './sample-commands';
import type { ScenarioStep } from './scenario-definition';

const EPOCH = Date.parse('2025-01-15T10:30:00.000Z');
/** Most tasks and questions answered by one `run_until`. */
const MAX_STEPS = 1_000;

/** Carries stories out on the engine alone: one workflow in memory, one second per command, counted ids. */
export class EngineDriver implements ScenarioDriver {
  /** The history so far. */
  readonly events: WorkflowEvent[] = [];
  private current: WorkflowState | null = null;
  private commands = 0;
  private ids = 0;

  constructor(private readonly process: CompiledProcess) {}

  /** The state after the history so far. */
  get state(): WorkflowState {
    if (this.current === null) throw new Error('The story has not started a workflow.');
    return this.current;
  }

  /** The present of the story. */
  get now(): string {
    return new Date(EPOCH + this.commands * 1_000).toISOString();
  }

  /** The attempt an agent works on. */
  get running(): SendAgentTaskEffect | undefined {
    return outstandingEffects(this.state, this.process).find((effect) => effect.type === 'send-agent-task');
  }

  /** Does one step. */
  perform(step: ScenarioStep): string {
    if (step.run_until !== undefined) return this.runUntil(step.run_until);
    return this.handle(toCommand(step, this.current, this.process));
  }

  /** Decides a command and keeps what it changes. */
  handle(command: WorkflowCommand): string {
    this.commands += 1;
    const nextId = (prefix: string) => `${prefix}_${String((this.ids += 1)).padStart(26, 'a')}`;
    const decision = decide(command, this.current, { process: this.process, now: this.now, nextId });
    if (decision.outcome === 'rejected') return `rejected: ${decision.code}`;
    if (decision.outcome === 'ignored') return `ignored: ${decision.reason}`;
    this.current = applyEvents(this.current, decision.events, this.process).state;
    this.events.push(...decision.events);
    return 'accepted';
  }

  /** What people see. */
  observe(): ScenarioObservation {
    const { state, running } = this;
    const progress = describeProgress(state, this.process, this.now);
    const pending = state.pending_approval;
    const question = state.approval_points.find((point) => point.id === pending?.approval_id);
    return {
      status: workflowStatus(state),
      running:
        running === undefined
          ? null
          : {
              task: running.task_id,
              attempt: running.attempt,
              lease: running.lease,
              feedback: running.feedback.map((entry) => entry.text),
            },
      stage: progress.current_stage?.id ?? null,
      completed_stages: progress.completed_stages,
      percent: progress.percent,
      asked: question?.title ?? null,
      artifacts: Object.keys(state.artifacts),
      failure: state.failure?.code ?? null,
    };
  }

  private runUntil(goal: string): string {
    for (let count = 0; count < MAX_STEPS; count += 1) {
      const { state, running } = this;
      if (this.isReached(goal)) return 'accepted';
      let outcome: string;
      if (running !== undefined) outcome = this.perform({ complete: { task: running.task_id } });
      else if (state.pending_approval !== null) outcome = this.perform({ answer: { response: 'approved' } });
      else if (state.phase === 'closing') {
        const artifacts = METADATA_PATHS.map((path) => sampleArtifact(path, 1));
        outcome = this.handle({ type: 'record-closing', artifacts });
      } else return `stuck before ${goal}`;
      if (outcome !== 'accepted') return outcome;
    }
    return `did not reach ${goal}`;
  }

  private isReached(goal: string): boolean {
    const { state } = this;
    if (goal === 'approval') return state.pending_approval !== null;
    if (goal === 'closing' || goal === 'completed') return state.phase === goal;
    return this.running?.task_id === goal;
  }
}
