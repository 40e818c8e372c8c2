import { EventType } from '@ag-ui/core';
import type { AGUIEvent, Interrupt, RunFinishedOutcome } from '@ag-ui/core';

import type { LiveDelta, WorkflowEventView } from '@botarmy/contracts';

import { writeEventId } from './event-id';
import type { RunPosition } from './event-id';
import { RunAttempts } from './run-attempts';
import type { RunCatalog } from './run-catalog';
import { RunState } from './run-state';
import { RunSteps } from './run-steps';
import type { EmitText } from './run-texts';
import { RunUsage } from './run-usage';

/** What a run is for its client. */
export interface RunHead {
  readonly threadId: string;
  readonly runId: string;
  /** As the client declared it; clients before 1.0 declare none. */
  readonly protocolVersion?: string;
  readonly parentRunId?: string;
  /** What the client put into the shared state. */
  readonly state: Readonly<Record<string, unknown>>;
}

/** An event of a run with the id under which a client comes back. */
export interface IdentifiedEvent {
  readonly id?: string;
  readonly event: AGUIEvent;
}

/** Events that tell nothing beyond what the others say. */
const TOLD_ELSEWHERE = new Set([
  'workflow-started',
  'stage-started',
  'stage-completed',
  'task-scheduled',
  'task-completed',
  'task-failed',
  'gate-evaluated',
  'artifact-recorded',
  'workflow-completed',
  'workflow-failed',
  'workflow-cancelled',
]);

/**
 * Turns the events of a workflow and the texts agents are writing into the events of one AG-UI run. The same events give the same
 * run, so a client that comes back after the id of its last event gets exactly what it lacks, from any replica.
 */
export class RunTranslator {
  private readonly state: RunState;
  private readonly steps: RunSteps;
  private readonly attempts: RunAttempts;
  private readonly usage = new RunUsage();
  private output: IdentifiedEvent[] = [];
  private idOfNext: () => string | undefined = () => undefined;
  private hasBegun = false;
  /** Event of the workflow after which the run begins. */
  private beginsAfter = 0;

  /** @param resumeAfter Where the client stands that comes back. */
  constructor(
    private readonly head: RunHead,
    catalog: RunCatalog,
    private readonly resumeAfter: RunPosition | undefined,
  ) {
    const emit: EmitText = (event, isHalf) => this.emit(event, isHalf);
    this.state = new RunState(catalog.workflowId, catalog.process, head.state);
    this.steps = new RunSteps(emit);
    this.attempts = new RunAttempts(catalog.workflowId, catalog, emit);
  }

  /** Requests that wait for people. */
  get pending(): readonly string[] {
    return this.state.pending;
  }

  /** True while an agent or a tool is at work. */
  get isAnyAtWork(): boolean {
    return this.attempts.isAnyAtWork;
  }

  /** True when nothing of an event was sent yet, so that its document has to be fetched. */
  isNew(seq: number): boolean {
    if (!this.hasBegun) return false;
    const after = this.resumeAfter;
    if (after === undefined || after.seq === 'begin') return true;
    return seq > after.seq || (seq === after.seq && after.index !== undefined);
  }

  /** The run opens; what came before it is told as the state it led to. */
  begin(afterSeq: number): IdentifiedEvent[] {
    this.hasBegun = true;
    this.beginsAfter = afterSeq;
    return this.batch('begin', () => {
      const { threadId, runId, protocolVersion, parentRunId } = this.head;
      this.emit({
        type: EventType.RUN_STARTED,
        threadId,
        runId,
        ...(protocolVersion === undefined ? {} : { protocolVersion }),
        ...(parentRunId === undefined ? {} : { parentRunId }),
      });
      this.emit(this.state.snapshot());
      this.steps.announce();
      this.attempts.announce();
    });
  }

  /** An event of the workflow. `document` is the text of the document it records. */
  take(event: WorkflowEventView, document?: string): IdentifiedEvent[] {
    this.state.fold(event);
    return this.batch(event.seq, () => {
      this.attempts.take(event, document);
      this.steps.take(event);
      if (!this.hasBegun) return;
      this.usage.take(event);
      if (!TOLD_ELSEWHERE.has(event.type)) {
        const { seq, type, occurred_at, data } = event;
        const value = { seq, type, occurred_at, data };
        this.emit({ type: EventType.CUSTOM, name: 'botarmy.event', value });
      }
      const delta = this.state.delta();
      if (delta !== undefined) this.emit(delta);
    });
  }

  /** A piece of an answer. */
  write(seq: number, delta: LiveDelta, isSnapshot: boolean): IdentifiedEvent[] {
    return this.collect(
      () => this.idOf(seq, undefined, this.attempts.positions()),
      () => this.attempts.write(delta, isSnapshot),
    );
  }

  /** The workflow waits for people: the run ends, and the next one on the thread answers. */
  interrupt(interrupts: Interrupt[]): IdentifiedEvent[] {
    return this.finish(
      interrupts.map(({ id }) => id),
      { type: 'interrupt', interrupts },
    );
  }

  /** The workflow is done. */
  succeed(result: object): IdentifiedEvent[] {
    return this.finish([], { type: 'success' }, result);
  }

  /** The workflow was cancelled. Clients before 1.0 know no such outcome. */
  cancel(reason: string): IdentifiedEvent[] {
    if (this.head.protocolVersion === undefined) return this.fail('CANCELLED', reason);
    return this.finish([], { type: 'cancelled' });
  }

  /** The run cannot go on. */
  fail(code: string, message: string): IdentifiedEvent[] {
    return this.collect(
      () => undefined,
      () => {
        this.closeAll([]);
        this.emit({ type: EventType.RUN_ERROR, code, message, ...this.usageFields() });
      },
    );
  }

  private finish(interruptIds: string[], outcome: RunFinishedOutcome, result?: object): IdentifiedEvent[] {
    return this.collect(
      () => undefined,
      () => {
        this.closeAll(interruptIds);
        const { threadId, runId } = this.head;
        const fields = { ...(result === undefined ? {} : { result }), ...this.usageFields() };
        this.emit({ type: EventType.RUN_FINISHED, threadId, runId, outcome, ...fields });
      },
    );
  }

  private closeAll(interruptIds: string[]): void {
    this.attempts.endAll(interruptIds);
    this.steps.endAll();
    this.emit(this.state.snapshot());
  }

  private usageFields(): { usage?: ReturnType<RunUsage['list']> } {
    const usage = this.usage.list();
    return usage.length === 0 ? {} : { usage };
  }

  /** The events one cause gives, without those the client has. */
  private batch(seq: number | 'begin', run: () => void): IdentifiedEvent[] {
    const after = this.resumeAfter;
    if (after !== undefined && after.index !== undefined && after.seq === seq) this.attempts.restore(after.texts);
    const texts = this.attempts.positions();
    let index = -1;
    const events = this.collect(() => this.idOf(seq, (index += 1), texts), run);
    if (after !== undefined && after.index === undefined && after.seq === seq) this.attempts.restore(after.texts);
    return this.hasBegun ? events.slice(this.countSent(seq, events.length)) : [];
  }

  /** How many of the events of a cause the client has. */
  private countSent(seq: number | 'begin', all: number): number {
    const after = this.resumeAfter;
    if (after === undefined) return 0;
    if (after.seq === seq) return after.index === undefined ? all : after.index + 1;
    if (seq === 'begin') return all;
    return after.seq !== 'begin' && seq < after.seq ? all : 0;
  }

  private idOf(seq: RunPosition['seq'], index: number | undefined, texts: RunPosition['texts']): string {
    return writeEventId({ begin: this.beginsAfter, seq, index, texts });
  }

  private collect(idOfNext: () => string | undefined, run: () => void): IdentifiedEvent[] {
    this.output = [];
    this.idOfNext = idOfNext;
    run();
    const events = this.output;
    this.output = [];
    return events;
  }

  private emit(event: AGUIEvent, isHalf = false): void {
    const id = this.idOfNext();
    this.output.push({ event, ...(id === undefined || isHalf ? {} : { id }) });
  }
}
