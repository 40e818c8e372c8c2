import type { AgentTaskCompleted } from '@botarmy/contracts';

import type { DecisionItem } from '../../../src/workflow/decision-item';
import type { AppendOutcome } from '../../../src/workflow/decision-store';
import { pairKey } from '../store/tables';
import type { World } from '../world';
import type { FoldedWorkflow, HistoryChecks } from './history-checks';
import { LeaseChecks } from './lease-checks';
import type { MessageChecks } from './message-checks';
import { UndoingChecks } from './undoing-checks';

interface AttemptData {
  readonly task_id: string;
  readonly attempt: number;
  readonly lease: number;
  readonly code?: string;
  readonly usage?: AgentTaskCompleted['usage'] | null;
}

/** What a model's answers can mean for an attempt; a service that is away means nothing. */
const FAILURES = new Set([
  ...['provider-busy', 'provider-failed', 'output-contract-not-met', 'answer-withheld'],
  // Nobody was heard of under so many leases in a row.
  'lease-expired-repeatedly',
  // The process says how long an attempt may take.
  'attempt-timeout',
]);
const REPORTS = /-(completed|failed)-agent-task$/;

/** What was decided against what was asked: reports, answers, repetitions. */
export class DecisionChecks {
  readonly handled = new Set<string>();
  readonly leases: LeaseChecks;
  private readonly undoing: UndoingChecks;

  constructor(
    private readonly world: World,
    private readonly history: HistoryChecks,
    private readonly messages: MessageChecks,
  ) {
    this.leases = new LeaseChecks(world, history);
    this.undoing = new UndoingChecks(world);
  }

  /** The database answered one item of `append_decisions`. */
  decided(item: DecisionItem, outcome: AppendOutcome): void {
    const key = item.consumer === null ? undefined : pairKey(item.consumer, item.event_id ?? '');
    if (key !== undefined && outcome === 'duplicate' && !this.handled.has(key))
      this.fail('a duplicate was handled before', key);
    if (outcome === 'recorded') this.checkIgnored(item);
    if (key !== undefined && (outcome === 'appended' || outcome === 'recorded')) {
      if (this.handled.has(key)) this.fail('handled once', key);
      this.handled.add(key);
    }
    if (outcome !== 'appended') return;
    const commit = this.history.appended(item);
    if (commit === undefined) return;
    for (const event of item.events) this.checkEvent(item, String(event['type']), event['data'] as object, commit);
    this.leases.issued(commit.after);
    this.world.progressed();
    this.world.simulation.tell(
      () => `${item.workflow_id} ${item.expected_version}: ${item.events.map(({ type }) => String(type)).join(' ')}`,
    );
  }

  private checkEvent(
    item: DecisionItem,
    type: string,
    data: object,
    { before, after }: { before: FoldedWorkflow | undefined; after: FoldedWorkflow },
  ): void {
    const { workflow_id: id } = item;
    this.undoing.checkEvent(id, type, data, { before, after });
    switch (type) {
      case 'task-completed':
      case 'task-failed': {
        const report = data as AttemptData;
        // Nobody answers what its agent asked: the task fails by their word, not by a report.
        if (item.events.some((event) => event['type'] === 'questions-declined')) return;
        const name = `${id}.${report.task_id}.${report.attempt}.${report.lease}`;
        const isSameReport = item.event_id === null || item.event_id.startsWith(`${name}.`);
        if (before?.waitsFor.has(name) !== true || !isSameReport)
          this.fail('only the current lease reports', `${name} by ${String(item.event_id)}`);
        if (type === 'task-failed' && !FAILURES.has(String(report.code)))
          this.fail('only the work fails', `${name} ${report.code}`);
        if (report.usage != null) this.checkUsage(id, report);
        return;
      }
      case 'task-lease-raised':
        this.leases.raised(id, data as AttemptData & { reason: string });
        return;
      case 'approval-answered':
        this.checkAnswer(data as { request_id: string; response: string }, before);
        return;
      case 'task-scheduled':
        if (after.state.pause !== null && !item.events.some((event) => event['type'] === 'workflow-paused'))
          this.fail('a held workflow starts nothing', id);
        return;
      default:
    }
  }

  /** A report the workflow waited for, or an answer, is never put aside. */
  private checkIgnored({ consumer, event_id: eventId, workflow_id: id }: DecisionItem): void {
    const workflow = this.history.folded.get(id);
    if (consumer === null || eventId === null || workflow === undefined) return;
    const meant = REPORTS.test(consumer)
      ? eventId.replace(/\.(completed|failed)$/, '')
      : eventId.replace(/\.answered$/, '.open');
    if (meant === eventId || !workflow.waitsFor.has(meant)) return;
    if (this.messages.isForged(eventId)) return;
    this.fail('what is waited for is not ignored', `${eventId} from ${consumer}`);
  }

  private checkAnswer(
    { request_id, response }: { request_id: string; response: string },
    before: FoldedWorkflow | undefined,
  ): void {
    if (before?.waitsFor.has(`${request_id}.open`) !== true) this.fail('only an open request is answered', request_id);
    const status = this.world.people.requests.get(request_id)?.status;
    if (status !== response)
      this.fail('the answer that won counts', `${request_id}: ${response}, but hitl has ${String(status)}`);
  }

  /** The tokens a report charges are those of the calls on record. */
  private checkUsage(workflowId: string, { task_id, attempt, usage }: AttemptData): void {
    let recorded = 0;
    for (let turn = 1; turn <= (usage?.calls ?? 0); turn += 1) {
      const call = this.world.router.records.get(`${workflowId}/${task_id}/${attempt}/${turn}`);
      recorded += call?.reply.usage.output_tokens ?? 0;
    }
    if (recorded === usage?.output_tokens) return;
    this.fail(
      'charged is what was recorded',
      `${workflowId} ${task_id} ${attempt}: ${String(usage?.output_tokens)} for ${recorded}`,
    );
  }

  private fail(rule: string, detail: string): void {
    this.world.simulation.violate(rule, detail);
  }
}
