import type { CompiledProcess } from '../definition/compiled-process';
import { canonicalJson } from '../model/canonical-json';
import { decide } from '../workflow/decide';
import type { WorkflowEvent } from '../workflow/events';
import { evolve } from '../workflow/evolve';
import type { WorkflowState } from '../workflow/workflow';
import { commandOf } from './command-of';
import { RecordedIds } from './recorded-ids';
import type { ProcessVersionsOfRun } from './run-record';

/** Where a replay left the record. */
export interface Divergence {
  /** Number of the first event that differs. */
  readonly seq: number;
  /** What is on record; null when the record ends. */
  readonly recorded: WorkflowEvent | null;
  /** What this release decides; null when it decides nothing more. */
  readonly decided: WorkflowEvent | null;
  /** In words. */
  readonly reason: string;
}

/** What replaying a history showed. */
export interface HistoryReplay {
  /** Events that were decided again. */
  readonly decided_events: number;
  readonly decisions: number;
  /** Null when every event came out as recorded. */
  readonly divergence: Divergence | null;
}

/**
 * Decides a history again, command by command, with the times and ids on record, and compares every event. What a fork
 * took over from its parent is folded, not decided: it was decided there.
 *
 * @param processes versions the run went on with, by content hash.
 */
export function replayHistory(
  events: readonly WorkflowEvent[],
  begunWith: CompiledProcess,
  processes: ProcessVersionsOfRun = new Map(),
): HistoryReplay {
  let process = begunWith;
  const ids = new RecordedIds(events);
  // Histories that began before documents were marked do without the marks.
  const isOlder = events[0]?.version === 1;
  const forkedAt = events.findIndex((event) => event.type === 'workflow-forked');
  let state: WorkflowState | null = null;
  let index = 0;
  for (; index <= forkedAt; index += 1) {
    const event = events[index];
    if (event !== undefined) state = evolve(state, event);
    process = processAfter(event, process, processes);
  }
  let count = 0;
  let decisions = 0;
  const diverged = (seq: number, reason: string, decided: WorkflowEvent | null): HistoryReplay => ({
    decided_events: count,
    decisions,
    divergence: { seq, recorded: events[seq - 1] ?? null, decided, reason },
  });
  // What followed from the fork itself was decided together with it.
  if (forkedAt >= 0) {
    for (; index < events.length && events[index]?.occurred_at === events[forkedAt]?.occurred_at; index += 1) {
      const event = events[index];
      if (event !== undefined) state = evolve(state, event);
    }
  }
  while (index < events.length) {
    const first = events[index];
    const command = commandOf(events, index, state, processes);
    if (first === undefined || command === undefined)
      return diverged(index + 1, 'No command begins with this event.', null);
    const decision = decide(command, state, { process, now: first.occurred_at, nextId: ids.from(index) });
    decisions += 1;
    if (decision.outcome === 'rejected') return diverged(index + 1, `${decision.code}: ${decision.detail}`, null);
    if (decision.outcome === 'ignored') return diverged(index + 1, decision.reason, null);
    for (const decided of decision.events) {
      const recorded = events[index];
      if (isOlder && decided.type === 'artifacts-marked-stale' && recorded?.type !== decided.type) continue;
      if (recorded === undefined) return diverged(index + 1, 'More is decided than is on record.', decided);
      if (canonicalJson(normal(recorded)) !== canonicalJson(normal(decided)))
        return diverged(index + 1, 'The event differs.', decided);
      state = evolve(state, recorded);
      process = processAfter(recorded, process, processes);
      index += 1;
      count += 1;
    }
    if (decision.events.length === 0) return diverged(index + 1, 'The command changes nothing.', null);
  }
  return { decided_events: count, decisions, divergence: null };
}

/** The version that counts after an event. */
export function processAfter(
  event: WorkflowEvent | undefined,
  process: CompiledProcess,
  processes: ProcessVersionsOfRun,
): CompiledProcess {
  return event?.type === 'process-migrated' ? (processes.get(event.data.to.content_hash) ?? process) : process;
}

/** An event in the form it would have in its newest version: older ones say less, and mean the same. */
function normal(event: WorkflowEvent): object {
  const { version: _shape, ...rest } = event;
  if (event.type === 'task-completed' && event.version === 2 && event.data.values === null) {
    const { values: _none, ...data } = event.data;
    return { ...rest, data };
  }
  if (event.type === 'workflow-started' && event.version === 2) {
    const { concurrency: _kind, inputs: _inputs, origin: _origin, ...data } = event.data;
    return { ...rest, data };
  }
  return rest;
}
