import type { AgentTask } from '../attempt/agent-task';
import { agentTaskOf } from '../attempt/agent-task-of';
import { standingOfRound, valueProblems } from '../contract/complete-answers';
import type { CompiledProcess } from '../definition/compiled-process';
import { canonicalJson } from '../model/canonical-json';
import type { JsonValue } from '../model/json-value';
import type { ArtifactReference, ModelUsage } from '../model/values';
import { commandOf } from '../replay/command-of';
import type { RunRecord } from '../replay/run-record';
import { buildMetadataFiles } from '../views/build-metadata-files';
import type { StartCommand, WorkflowCommand } from '../workflow/commands';
import { decide } from '../workflow/decide';
import type {
  OpenQuestionsEffect,
  SendIntegrationTaskEffect,
  StartChildWorkflowEffect,
  WorkflowEffect,
} from '../workflow/effects';
import type { WorkflowEvent } from '../workflow/events';
import { outstandingEffects } from '../workflow/outstanding-effects';
import { applyEvents } from '../workflow/react';
import type { WorkflowPhase, WorkflowState } from '../workflow/workflow';
import { RecordedAnswers } from './recorded-answers';
import { whatIfAttempt } from './what-if-attempt';
import { storeDocument } from './what-if-steps';
import type { StoreDocumentStep, WhatIfReply, WhatIfStep } from './what-if-steps';

/** What is different from the recorded run. */
export interface WhatIfOptions {
  /** Id of the run; its calls and documents are kept under it. */
  readonly workflowId: string;
  /** The process to run, with its models. */
  readonly process: CompiledProcess;
  /** How often an answer may be repaired. */
  readonly repairLimit: number;
}

/** The first question that the recorded run did not ask. */
export interface WhatIfDivergence {
  readonly task_id: string;
  readonly attempt: number;
  readonly turn: number;
}

/** What models cost in a run. */
export interface WhatIfCost {
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cost_micros: number;
}

/** What the run came to. */
export interface WhatIfOutcome {
  readonly phase: WorkflowPhase;
  /** Why it did not complete; null when it did. */
  readonly failure: string | null;
  readonly divergence: WhatIfDivergence | null;
  /** Answers taken from the record, and asked for. */
  readonly reused: WhatIfCost;
  readonly asked: WhatIfCost;
  /** From the start to the end, people's waiting included, as it would have been. */
  readonly duration_ms: number;
  /** The newest version of every document. */
  readonly documents: ReadonlyMap<string, ArtifactReference>;
  readonly events: readonly WorkflowEvent[];
}

const USUAL_CONTEXT_TOKENS = 100_000;
/** Decisions after which a run that goes round in circles is ended. */
const MOST_DECISIONS = 20_000;

/**
 * Runs a recorded run again with something changed: gives recorded answers while requests are identical, asks where
 * they are not. Time is what it would have been; the recorded run stays as it is.
 *
 * @throws {Error} for a record that does not begin with a start.
 */
export function* runWhatIf(
  record: RunRecord,
  options: WhatIfOptions,
): Generator<WhatIfStep, WhatIfOutcome, WhatIfReply> {
  return yield* new WhatIfRun(record, options).run();
}

class WhatIfRun {
  private readonly answers: RecordedAnswers;
  private readonly events: WorkflowEvent[] = [];
  private readonly texts = new Map<string, string>();
  private readonly documents = new Map<string, ArtifactReference>();
  /** What has been begun, so that it is not begun again. */
  private readonly begun = new Set<string>();
  private readonly coming: { readonly at: number; readonly command: WorkflowCommand }[] = [];
  private readonly reused = noCost();
  private readonly asked = noCost();
  private readonly startedMs: number;
  private nowMs: number;
  private ids = 0;
  private divergence: WhatIfDivergence | null = null;
  private state: WorkflowState | null = null;

  constructor(
    private readonly record: RunRecord,
    private readonly options: WhatIfOptions,
  ) {
    this.answers = new RecordedAnswers(record);
    this.startedMs = Date.parse(record.events[0]?.occurred_at ?? '');
    this.nowMs = this.startedMs;
  }

  *run(): Generator<WhatIfStep, WhatIfOutcome, WhatIfReply> {
    const refused = this.decide(yield* this.start());
    if (refused !== null) return this.outcome(refused);
    for (let decisions = 0; decisions < MOST_DECISIONS; decisions += 1) {
      const { state } = this;
      if (state === null || state.ended_at !== null) return this.outcome(this.failureText());
      for (const effect of outstandingEffects(state, this.options.process)) {
        const stopped = yield* this.begin(effect, state);
        if (stopped !== null) return this.outcome(stopped);
      }
      const next = this.nextComing();
      if (next === undefined) return this.outcome('Nothing happens any more: a person would have to go on.');
      this.nowMs = Math.max(this.nowMs, next.at);
      this.decide(next.command);
    }
    return this.outcome(`The run was ended after ${MOST_DECISIONS} decisions.`);
  }

  private *start(): Generator<WhatIfStep, StartCommand, WhatIfReply> {
    const { record, options } = this;
    const recorded = commandOf(record.events, 0, null);
    if (recorded?.type !== 'start') throw new Error('the record does not begin with a start');
    const { name, version, content_hash, input } = options.process;
    const text = record.documents.get(recorded.brief.version_id)?.text ?? '';
    const brief = yield* this.keep({
      path: input.path,
      title: input.title,
      type: 'markdown',
      agent_id: 'person',
      stage_id: '',
      operation_key: 'brief',
      text,
    });
    return {
      ...recorded,
      workflow_id: options.workflowId,
      process: { name, version, content_hash },
      brief,
      approvals: name === record.process.name ? (recorded.approvals ?? null) : null,
      origin: null,
    };
  }

  private decide(command: WorkflowCommand): string | null {
    const { process } = this.options;
    const nextId = (prefix: string): string => `${prefix}_whatif${(this.ids += 1)}`;
    const now = new Date(this.nowMs).toISOString();
    const parallel = this.record.events.some(
      (event) => event.type === 'workflow-started' && event.version === 2 && event.data.concurrency === 'parallel',
    );
    const decision = decide(command, this.state, { process, now, nextId, parallel });
    if (decision.outcome === 'rejected') return `${decision.code}: ${decision.detail}`;
    if (decision.outcome === 'ignored' || decision.events.length === 0) return null;
    this.state = applyEvents(this.state, decision.events, process).state;
    this.events.push(...decision.events);
    return null;
  }

  /** Begins what has not been begun; returns why the run cannot go on. */
  private *begin(effect: WorkflowEffect, state: WorkflowState): Generator<WhatIfStep, string | null, WhatIfReply> {
    const key = keyOf(effect);
    if (key === undefined || this.begun.has(key)) return null;
    this.begun.add(key);
    switch (effect.type) {
      case 'send-agent-task': {
        const task = agentTaskOf(effect, this.options.process, 60);
        const attempt = yield* this.attempt(task);
        this.coming.push({ at: this.nowMs + attempt.durationMs, command: attempt.command });
        return null;
      }
      case 'send-integration-task':
      case 'start-child-workflow':
        return yield* this.repeatOutside(effect);
      case 'open-hitl-request': {
        if (effect.request_type !== 'approval') return this.answerQuestions(effect);
        const { request_id, approval_id } = effect;
        const { response, feedback, waitedMs } = this.answers.respond(approval_id);
        const command = { type: 'answer-approval', request_id, response, feedback, answered_by: 'what-if' } as const;
        this.coming.push({ at: this.nowMs + waitedMs, command });
        return null;
      }
      case 'start-timer':
        this.coming.push({
          at: Date.parse(effect.due_at),
          command: { type: 'fire-timer', timer_id: effect.timer_id },
        });
        return null;
      case 'close-workflow':
        this.coming.push({ at: this.nowMs, command: yield* this.close(state) });
        return null;
      default:
        return null;
    }
  }

  /** What people answered then, else the defaults; what nobody ever answered ends the run. */
  private answerQuestions({ request_id, task_id, questions }: OpenQuestionsEffect): string | null {
    const fits = ([id, answer]: [string, JsonValue]) =>
      questions.some((question) => question.id === id && valueProblems(question, answer, id).length === 0);
    const given = Object.fromEntries(Object.entries(this.answers.answersTo(task_id)).filter(fits));
    const { answers, missing } = standingOfRound(questions, given, true);
    const [first] = missing;
    if (first !== undefined) return `Nobody answered "${first.text}" in the record: the run ends here.`;
    const answered = { request_id, outcome: 'answered', answers, answered_by: 'what-if' } as const;
    this.coming.push({ at: this.nowMs, command: { type: 'answer-questions', ...answered } });
    return null;
  }

  private *attempt(task: AgentTask): ReturnType<typeof whatIfAttempt> {
    const inputs = task.inputs.map((reference) => ({ reference, text: this.texts.get(reference.version_id) ?? '' }));
    return yield* whatIfAttempt(task, inputs, {
      answers: this.answers,
      contextTokens: this.contextTokens(),
      repairLimit: this.options.repairLimit,
      keep: (document) => this.keep(document),
      noted: ({ task_id, attempt: number }, turn, usage, isReused) => {
        add(isReused ? this.reused : this.asked, usage);
        if (!isReused) this.divergence ??= { task_id, attempt: number, turn };
      },
    });
  }

  /** Work of others is never done again: what they delivered then counts, where they are asked the same. */
  private *repeatOutside(
    effect: SendIntegrationTaskEffect | StartChildWorkflowEffect,
  ): Generator<WhatIfStep, string | null, WhatIfReply> {
    const { task_id, attempt, lease } = effect;
    const { process } = this.options;
    const [declared, before] = [process.tasks[task_id], this.record.process.tasks[task_id]];
    const isSame =
      canonicalJson([declared?.integration, declared?.process]) ===
      canonicalJson([before?.integration, before?.process]);
    const { events, documents } = this.record;
    const at = events.findIndex((event) => event.type === 'task-completed' && event.data.task_id === task_id);
    const [done, stored] = [events[at], events[at + 1]];
    const text =
      stored?.type === 'artifact-recorded' ? (documents.get(stored.data.artifact.version_id)?.text ?? null) : null;
    if (!isSame || done?.type !== 'task-completed' || stored?.type !== 'artifact-recorded' || text === null)
      return `The task ${task_id} would act outside again, and the record has no result of the same: the run ends here.`;
    const { path } = stored.data.artifact;
    const artifact = yield* this.keep({
      path,
      title: path,
      type: 'markdown',
      agent_id: 'platform',
      stage_id: process.tasks[task_id]?.stage_id ?? '',
      operation_key: `${task_id}.${attempt}`,
      text,
    });
    const { evidence, usage, duration_ms } = done.data;
    const values = done.version === 2 ? done.data.values : null;
    this.coming.push({
      at: this.nowMs + duration_ms,
      command: { type: 'complete-task', task_id, attempt, lease, artifact, evidence, usage, duration_ms, values },
    });
    return null;
  }

  private *close(state: WorkflowState): Generator<WhatIfStep, WorkflowCommand, WhatIfReply> {
    const artifacts: ArtifactReference[] = [];
    for (const { path, content } of buildMetadataFiles(this.events, this.options.process)) {
      const document = { path, title: path.replace(/^metadata\//, ''), type: 'json', text: content } as const;
      const author = { agent_id: 'orchestrator', stage_id: 'metadata', operation_key: `closing-${state.version}` };
      artifacts.push(yield* this.keep({ ...document, ...author }));
    }
    return { type: 'record-closing', artifacts };
  }

  private *keep(document: Omit<StoreDocumentStep, 'kind'>): Generator<WhatIfStep, ArtifactReference, WhatIfReply> {
    const reference = yield* storeDocument(document);
    this.texts.set(reference.version_id, document.text);
    this.documents.set(document.path, reference);
    return reference;
  }

  private nextComing(): (typeof this.coming)[number] | undefined {
    let first = 0;
    for (const [index, { at }] of this.coming.entries()) if (at < (this.coming[first]?.at ?? at)) first = index;
    return this.coming.splice(first, 1)[0];
  }

  private contextTokens(): number {
    for (const { metadata } of this.record.documents.values()) {
      const { context_tokens: tokens } = metadata;
      if (typeof tokens === 'number') return tokens;
    }
    return USUAL_CONTEXT_TOKENS;
  }

  private failureText(): string | null {
    const { state } = this;
    if (state === null || state.phase === 'completed') return null;
    return state.failure?.detail ?? state.cancellation?.reason ?? `The run is ${state.phase}.`;
  }

  private outcome(failure: string | null): WhatIfOutcome {
    const { divergence, reused, asked, documents, events } = this;
    const phase = this.state?.phase ?? 'failed';
    return { phase, failure, divergence, reused, asked, duration_ms: this.nowMs - this.startedMs, documents, events };
  }
}

/** What makes an effect the same again. */
function keyOf(effect: WorkflowEffect): string | undefined {
  switch (effect.type) {
    case 'send-agent-task':
    case 'send-integration-task':
    case 'start-child-workflow':
      return `${effect.task_id}#${effect.attempt}`;
    case 'open-hitl-request':
      return effect.request_id;
    case 'start-timer':
      return effect.timer_id;
    case 'close-workflow':
      return 'closing';
    default:
      return undefined;
  }
}

function noCost(): WhatIfCost {
  return { calls: 0, input_tokens: 0, output_tokens: 0, cost_micros: 0 };
}

function add(cost: WhatIfCost, { calls, input_tokens, output_tokens, cost_micros }: ModelUsage): void {
  cost.calls += calls;
  cost.input_tokens += input_tokens;
  cost.output_tokens += output_tokens;
  cost.cost_micros += cost_micros;
}
