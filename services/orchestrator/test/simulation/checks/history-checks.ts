import { isDeepStrictEqual } from 'node:util';

import { evolve, outstandingEffects } from '@botarmy/process-engine';
import type { CompiledProcess, WorkflowEffect, WorkflowEvent, WorkflowState } from '@botarmy/process-engine';

import type { DecisionItem } from '../../../src/workflow/decision-item';
import { noteIdOf } from '../../../src/workflow/decision-notes';
import { dueWorkOf } from '../../../src/workflow/due-work';
import type { World } from '../world';

/** A workflow as the checks fold it from its events alone. */
export interface FoldedWorkflow {
  readonly state: WorkflowState;
  readonly process: CompiledProcess;
  /** What it waits for, by the id of the message that asks for it. */
  readonly waitsFor: ReadonlyMap<string, WorkflowEffect>;
}

/** Every commit against the history before it. */
export class HistoryChecks {
  readonly folded = new Map<string, FoldedWorkflow>();

  constructor(private readonly world: World) {}

  /** A decision was committed; returns the workflow before and after it. */
  appended(item: DecisionItem): { before: FoldedWorkflow | undefined; after: FoldedWorkflow } | undefined {
    const { workflow_id: id, tenant_id: tenantId } = item;
    const before = this.folded.get(id);
    const { projection } = item;
    const snapshot = projection?.['snapshot'] as WorkflowState | undefined;
    this.checkVersion(item, before);
    if (before !== undefined && before.state.tenant_id !== tenantId) this.fail('one tenant', `${id} of ${tenantId}`);
    if (before !== undefined && before.state.ended_at !== null) this.fail('terminal is final', `${id} goes on`);
    const process = this.world.library.pinned(String(projection?.['process_hash']));
    if (before !== undefined && before.process.content_hash !== process.content_hash)
      this.fail('pinned process', `${id} changed its process`);
    const state = this.fold(before?.state ?? null, item);
    if (state === undefined) return undefined;
    if (snapshot !== undefined && !isDeepStrictEqual(state, snapshot))
      this.fail('state is the fold of its events', describe(state, snapshot));
    const after = { state, process, waitsFor: waitsFor(state, process) };
    this.folded.set(id, after);
    this.checkDueWork(item, after);
    this.checkOutbox(item, before, after);
    return { before, after };
  }

  private checkVersion(item: DecisionItem, before: FoldedWorkflow | undefined): void {
    const version = before?.state.version ?? 0;
    const seqs = item.events.map(({ seq }) => Number(seq));
    const isNext = seqs.every((seq, index) => seq === version + index + 1);
    const isWhole = item.expected_version === version && item.new_version === version + seqs.length;
    if (!isNext || !isWhole)
      this.fail('version by one', `${item.workflow_id} was at ${version}, then ${seqs.join(' ')}`);
  }

  private fold(before: WorkflowState | null, item: DecisionItem): WorkflowState | undefined {
    let state = before;
    try {
      for (const { type, schema_version: version, occurred_at, data } of item.events)
        state = evolve(state, { type, version, occurred_at, data } as unknown as WorkflowEvent);
      return state ?? undefined;
    } catch (error) {
      this.fail('history can be folded', `${item.workflow_id}: ${String(error)}`);
      return undefined;
    }
  }

  private checkDueWork({ workflow_id, due_work }: DecisionItem, { state, process }: FoldedWorkflow): void {
    const wanted = dueWorkOf(state, process, 1).map(({ work_key }) => work_key);
    const rows = [...(this.world.tables.dueWork.get(workflow_id)?.keys() ?? [])];
    if (isDeepStrictEqual(new Set(rows), new Set(wanted)) && rows.length === due_work.length) return;
    this.fail('due work is what is waited for', `${workflow_id}: ${rows.join(' ')} instead of ${wanted.join(' ')}`);
  }

  /** Whoever is newly waited for is told in the same commit, and so is every reader of events: by name of the decision, or one by one. */
  private checkOutbox(item: DecisionItem, before: FoldedWorkflow | undefined, after: FoldedWorkflow): void {
    const told = new Set(item.outbox.map(({ event_id }) => event_id));
    if (told.has(noteIdOf(after.state, item.events.length))) return;
    const news = item.events.map(({ seq }) => `${item.workflow_id}.${String(seq)}`);
    const asked = [...after.waitsFor.keys()].filter((id) => before?.waitsFor.has(id) !== true);
    for (const id of [...news, ...asked]) if (!told.has(id)) this.fail('what is decided is told', `${id} is missing`);
  }

  private fail(rule: string, detail: string): void {
    this.world.simulation.violate(rule, detail);
  }
}

/** Id of the message that asks for an effect; undefined for effects that say nothing. */
function messageIdOf(effect: WorkflowEffect): string | undefined {
  switch (effect.type) {
    case 'send-agent-task':
      return `${effect.workflow_id}.${effect.task_id}.${effect.attempt}.${effect.lease}`;
    case 'open-hitl-request':
      return `${effect.request_id}.open`;
    case 'close-workflow':
      return `${effect.workflow_id}.close`;
    default:
      return undefined;
  }
}

function waitsFor(state: WorkflowState, process: CompiledProcess): Map<string, WorkflowEffect> {
  return new Map(
    outstandingEffects(state, process).flatMap((effect) => {
      const id = messageIdOf(effect);
      return id === undefined ? [] : [[id, effect] as const];
    }),
  );
}

function describe(state: object, snapshot: object): string {
  const members = Object.keys(state).filter(
    (key) => !isDeepStrictEqual(Reflect.get(state, key), Reflect.get(snapshot, key)),
  );
  return `different: ${members.join(', ')}`;
}
