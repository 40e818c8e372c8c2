import type { CompiledProcess } from '../definition/compiled-process';
import { describeProgress } from '../views/describe-progress';
import { taskViews } from '../views/task-views';
import { workflowStatus } from '../views/workflow-status';
import { artifactsOf } from '../workflow/artifact-table';
import type { WorkflowCommand } from '../workflow/commands';
import { decide } from '../workflow/decide';
import type { SendAgentTaskEffect, SendIntegrationTaskEffect, StartChildWorkflowEffect } from '../workflow/effects';
import type { WorkflowEvent } from '../workflow/events';
import { METADATA_PATHS } from '../workflow/limits';
import { outstandingEffects } from '../workflow/outstanding-effects';
import { applyEvents } from '../workflow/react';
import type { WorkflowState } from '../workflow/workflow';
import type { ScenarioDriver, ScenarioObservation } from './run-scenario';
import { sampleArtifact, toCommand } from './sample-commands';
import type { ScenarioStep } from './scenario-definition';

/** What a task is handed out as. */
type HandedOut = SendAgentTaskEffect | SendIntegrationTaskEffect | StartChildWorkflowEffect;

const HANDED_OUT = new Set(['send-agent-task', 'send-integration-task', 'start-child-workflow']);
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
  private parallel = false;

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

  /** The attempts that are worked on, in the order of the process. */
  get handedOut(): readonly HandedOut[] {
    return outstandingEffects(this.state, this.process).filter((effect): effect is HandedOut =>
      HANDED_OUT.has(effect.type),
    );
  }

  /** The attempt an agent works on, the first of them. */
  get running(): SendAgentTaskEffect | undefined {
    return this.handedOut.find((effect) => effect.type === 'send-agent-task');
  }

  /** Does one step. */
  perform(step: ScenarioStep): string {
    if (step.run_until !== undefined) return this.runUntil(step.run_until);
    if (step.start !== undefined) this.parallel = step.start.parallel ?? false;
    return this.handle(toCommand(step, this.current, this.process));
  }

  /** Decides a command and keeps what it changes. */
  handle(command: WorkflowCommand): string {
    this.commands += 1;
    const nextId = (prefix: string) => `${prefix}_${String((this.ids += 1)).padStart(26, 'a')}`;
    const decision = decide(command, this.current, {
      process: this.process,
      now: this.now,
      nextId,
      parallel: this.parallel,
    });
    if (decision.outcome === 'rejected') return `rejected: ${decision.code}`;
    if (decision.outcome === 'ignored') return `ignored: ${decision.reason}`;
    this.current = applyEvents(this.current, decision.events, this.process).state;
    this.events.push(...decision.events);
    return 'accepted';
  }

  /** What people see. */
  observe(): ScenarioObservation {
    const { state, handedOut } = this;
    const [first] = handedOut;
    const progress = describeProgress(state, this.process, this.now);
    const tasks = taskViews(state, this.process);
    const questions = outstandingEffects(state, this.process).flatMap((effect) =>
      effect.type === 'open-hitl-request' ? [effect.title] : [],
    );
    return {
      status: workflowStatus(state),
      running:
        first === undefined
          ? null
          : {
              task: first.task_id,
              attempt: first.attempt,
              lease: first.lease,
              feedback: first.type === 'send-agent-task' ? first.feedback.map((entry) => entry.text) : [],
            },
      running_tasks: handedOut.map((effect) => effect.task_id),
      skipped: tasks.filter((task) => task.status === 'skipped').map((task) => task.id),
      given_up: state.ended_at === null ? tasks.filter((task) => task.status === 'failed').map((task) => task.id) : [],
      stage: progress.current_stage?.id ?? null,
      completed_stages: progress.completed_stages,
      percent: progress.percent,
      asked: questions[0] ?? null,
      asked_all: questions,
      artifacts: artifactsOf(state).map((artifact) => artifact.path),
      failure: state.failure?.code ?? null,
    };
  }

  private runUntil(goal: string): string {
    for (let count = 0; count < MAX_STEPS; count += 1) {
      const { state } = this;
      if (this.isReached(goal)) return 'accepted';
      const [next] = this.handedOut;
      let outcome: string;
      if (next !== undefined) outcome = this.perform({ complete: { task: next.task_id } });
      else if (state.pending_approvals[0]?.task_id !== undefined) outcome = this.perform({ answer_questions: {} });
      else if (state.pending_approvals.length > 0) outcome = this.perform({ answer: { response: 'approved' } });
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
    if (goal === 'approval') return state.pending_approvals.length > 0;
    if (goal === 'closing' || goal === 'completed' || goal === 'cancelled') return state.phase === goal;
    return this.handedOut.some((effect) => effect.task_id === goal);
  }
}
