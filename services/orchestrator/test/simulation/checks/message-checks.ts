import { EVENT_ID_HEADER } from '@botarmy/messaging';

import type { AcknowledgementObserver } from '../bus/process-broker';
import type { BusObserver } from '../bus/simulated-bus';
import type { StoredMessage } from '../bus/stored-message';
import { pairKey } from '../store/tables';
import type { World } from '../world';

/** Durables whose messages are claimed in the transaction that handles them. */
const CLAIMED =
  /^orchestrator-(completed|failed)-agent-task$|^orchestrator-answered-hitl-request$|^orchestrator-close-workflow$/;
const POOL = /^agent-runner-/;
const NEWS = /\.workflow\.recorded\./;
const TASK = /\.agent-task\.execute\./;

/** Nothing is said that was not decided, and nothing is acknowledged that was not done. */
export class MessageChecks implements BusObserver, AcknowledgementObserver {
  /** Event ids the broker once had. */
  readonly storedIds = new Set<string>();
  private readonly forged = new Set<string>();

  constructor(private readonly world: World) {}

  /** Marks a message as one that no part of the platform wrote. */
  forge(eventId: string): void {
    this.forged.add(eventId);
  }

  isForged(eventId: string): boolean {
    return this.forged.has(eventId);
  }

  stored({ headers, subject, text }: StoredMessage): void {
    const eventId = headers.get(EVENT_ID_HEADER);
    this.storedIds.add(eventId);
    const [, tenantId = ''] = subject.split('.');
    const separator = eventId.indexOf('.');
    const workflowId = eventId.slice(0, separator);
    const workflow = this.world.tables.workflows.get(workflowId);
    if (workflow !== undefined && workflow.tenant_id !== tenantId && !this.isForged(eventId))
      this.fail('one tenant', `${eventId} on ${subject}`);
    if (NEWS.test(subject)) {
      const seq = Number(eventId.slice(separator + 1));
      const event = this.world.tables.events.get(workflowId)?.[seq - 1];
      if (event?.seq !== seq || !text.includes(`"type":"${event.type}"`))
        this.fail('news is what was decided', eventId);
    } else if (TASK.test(subject) && !this.world.checks.decisions.leases.wasIssued(eventId))
      this.fail('only decided attempts are sent', eventId);
  }

  acknowledged({ headers, seq, stream }: StoredMessage, durable: string): void {
    const eventId = headers.get(EVENT_ID_HEADER);
    if (CLAIMED.test(durable) && !this.world.checks.decisions.handled.has(pairKey(durable, eventId)))
      this.fail('acknowledged is handled', `${eventId} (${stream} ${seq}) by ${durable}`);
    if (!POOL.test(durable)) return;
    const isReported = ['completed', 'asked', 'failed'].some((outcome) => this.storedIds.has(`${eventId}.${outcome}`));
    if (isReported) return;
    if (!this.storedIds.has(`${eventId}.cancelled`)) this.fail('acknowledged is reported', `${eventId} by ${durable}`);
    const workflow = this.world.checks.history.folded.get(eventId.slice(0, eventId.indexOf('.')));
    if (workflow?.waitsFor.has(eventId) === true)
      this.fail('what is waited for is worked on', `${eventId} by ${durable}`);
  }

  private fail(rule: string, detail: string): void {
    this.world.simulation.violate(rule, detail);
  }
}
