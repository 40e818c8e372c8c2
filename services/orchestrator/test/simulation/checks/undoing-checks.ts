import { findTask, isSettled } from '@botarmy/process-engine';
import type { CompiledProcess, WorkflowState } from '@botarmy/process-engine';

import { AT_ONCE } from '../around/interventions';
import type { World } from '../world';
import type { FoldedWorkflow } from './history-checks';

interface Undone {
  readonly task_id: string;
  readonly undoes: { readonly kind: string; readonly id: string | null };
}

/** What cancelling does: told from the events alone, not by asking the engine what it would do. */
export class UndoingChecks {
  constructor(private readonly world: World) {}

  /** An event of a workflow, with the workflow before and after its commit. */
  checkEvent(
    workflowId: string,
    type: string,
    data: object,
    { before, after }: { before: FoldedWorkflow | undefined; after: FoldedWorkflow },
  ): void {
    if (type === 'workflow-cancelling') this.checkPlan(workflowId, (data as { compensations: Undone[] }).compensations);
    if (before === undefined) return;
    const { phase } = before.state;
    if (type === 'workflow-cancelled')
      this.checkEnd(workflowId, (data as { reason: string }).reason, before, after.state);
    if (type === 'task-scheduled' && phase === 'cancelling')
      this.checkOrder(workflowId, (data as { task_id: string }).task_id, after.state);
  }

  /** What was done last is undone first, and nothing that left a document is forgotten. */
  private checkPlan(workflowId: string, planned: readonly Undone[]): void {
    const events = this.world.tables.events.get(workflowId) ?? [];
    const ended = new Map<string, number>();
    for (const { type, seq, data } of events)
      if (type === 'task-completed') ended.set((data as { task_id: string }).task_id, Number(seq));
    const process = this.world.checks.history.folded.get(workflowId)?.process;
    for (const [taskId] of ended) {
      const isUndone = planned.some(({ undoes }) => undoes.kind === 'task' && undoes.id === taskId);
      if (!isUndone && process !== undefined && canBeUndone(taskId, process))
        this.fail('what was done is undone', `${workflowId} ${taskId}`);
    }
    const places = planned.flatMap(({ undoes }) => (undoes.kind === 'task' ? (ended.get(undoes.id ?? '') ?? []) : []));
    const times = places.map((seq) => String(events.find((event) => Number(event.seq) === seq)?.occurred_at));
    if (times.some((time, index) => index > 0 && time > (times[index - 1] ?? '')))
      this.fail('the last is undone first', `${workflowId}: ${planned.map(({ task_id }) => task_id).join(' ')}`);
    const whole = planned.findIndex(({ undoes }) => undoes.kind === 'process');
    if (whole >= 0 && whole !== planned.length - 1) this.fail('the whole is undone last', workflowId);
  }

  /** A workflow ends cancelled when everything is undone, when that took too long, or when somebody wanted it at once. */
  private checkEnd(workflowId: string, reason: string, before: FoldedWorkflow, after: WorkflowState): void {
    if (reason === AT_ONCE) return;
    const { state, process } = before;
    if (state.phase !== 'cancelling') {
      const done = (this.world.tables.events.get(workflowId) ?? []).some(
        ({ type, data }) => type === 'task-completed' && canBeUndone((data as { task_id: string }).task_id, process),
      );
      if (done) this.fail('what was done is undone', `${workflowId} ended at once`);
      return;
    }
    const timer = Object.values(state.timers).find(({ purpose }) => purpose === 'compensation-deadline');
    // The database says when a deadline has come; a clock that is wrong only moves where it was set.
    const isLate = timer !== undefined && Date.parse(timer.due_at) <= this.world.tables.nowMs();
    const open = (after.compensation ?? []).filter((id) => !isSettled(findTask(after, id)));
    if (open.length > 0 && !isLate) this.fail('what was done is undone', `${workflowId} without ${open.join(' ')}`);
  }

  /** One after another, each when those before it are over. */
  private checkOrder(workflowId: string, taskId: string, { compensation = [], ...state }: WorkflowState): void {
    const place = compensation.indexOf(taskId);
    const isTurn = place >= 0 && compensation.slice(0, place).every((id) => isSettled(findTask(state, id)));
    if (!isTurn) this.fail('a cancelled workflow does nothing but undo, in order', `${workflowId} ${taskId}`);
  }

  private fail(rule: string, detail: string): void {
    this.world.simulation.violate(rule, detail);
  }
}

function canBeUndone(taskId: string, { compensation }: CompiledProcess): boolean {
  const id = taskId.replace(/--\d+$/, '');
  return Object.values(compensation?.undoes ?? {}).some((undone) => undone.kind === 'task' && undone.id === id);
}
