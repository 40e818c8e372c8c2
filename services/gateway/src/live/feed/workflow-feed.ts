import type { Clock, Logger, TimerHandle } from '@botarmy/chassis';
import { createId, serviceCaller } from '@botarmy/contracts';
import type { Caller, LiveDelta, ReadWorkflowEventsReply, WorkflowEventView } from '@botarmy/contracts';

import { frameText } from '../frames';
import type { LiveMetrics } from '../live.metrics';
import { EventRing, eventFrame } from './event-ring';
import type { RingEntry } from './event-ring';
import type { Follower } from './follower';
import { OpenTurns } from './open-turns';
import type { Subscriber } from './subscriber';
import type { WorkflowLog } from './workflow-log';

/** Events sent or read at a time; a page stays well below what may be unsent on a socket. */
const PAGE = 100;
/** Events that arrived ahead of a gap; beyond this they are read from the log with the rest. */
const MOST_AHEAD = 1_000;
/** Asked for what is after it, the log answers with its newest version alone. */
const NO_EVENTS_AFTER = 2 ** 31 - 1;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const TASK_ENDS = new Set(['task-completed', 'task-failed']);
const WORKFLOW_ENDS = new Set(['workflow-completed', 'workflow-failed', 'workflow-cancelled']);

/** What a feed works with. */
export interface FeedParts {
  readonly log: WorkflowLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: LiveMetrics;
}

/**
 * One watched workflow: its newest events in order and without a gap, the text of its open turns, and who follows it.
 * News may come twice, late or not at all; the log at the orchestrator is what counts.
 */
export class WorkflowFeed {
  private readonly subscribers = new Map<Follower, Subscriber>();
  private readonly ahead = new Map<number, WorkflowEventView>();
  private readonly turns = new OpenTurns();
  private ring: EventRing | undefined;
  private filling = false;
  private retry: TimerHandle | undefined;
  private retryMs = FIRST_RETRY_MS;
  private ended = false;

  constructor(
    private readonly tenantId: string,
    private readonly workflowId: string,
    private readonly parts: FeedParts,
  ) {}

  /**
   * Sends a socket everything after a version (from now on, without one), then what happens.
   *
   * @throws {Problem} the caller may not see the workflow, or it does not exist.
   */
  async join(socket: Follower, caller: Caller, afterSeq: number | undefined): Promise<void> {
    // Asked even when the ring has it all: the log, not the ring, says who may see the workflow and how far it is.
    const isInRing = afterSeq !== undefined && this.ring?.after(afterSeq, 0) !== undefined;
    const from = afterSeq === undefined || isInRing ? NO_EVENTS_AFTER : afterSeq;
    const page = await this.parts.log.readAfter(caller, this.workflowId, from, PAGE);
    if (this.ended || !socket.isOpen) return;
    this.takeIn(page);
    const isBeyond = afterSeq !== undefined && afterSeq > page.last_seq;
    const cursor = afterSeq === undefined || isBeyond ? page.last_seq : afterSeq;
    const subscriber: Subscriber = { socket, cursor, staleTurns: new Set(this.turns.keys()), isSending: false };
    this.subscribers.set(socket, subscriber);
    socket.send({ type: 'subscribed', workflow_id: this.workflowId, seq: page.last_seq });
    if (isBeyond) socket.send({ type: 'resync', workflow_id: this.workflowId });
    void this.advance(subscriber);
  }

  /** True when nobody is left. */
  leave(socket: Follower): boolean {
    this.subscribers.delete(socket);
    return this.subscribers.size === 0;
  }

  /** News from the broker. */
  receive(event: WorkflowEventView): void {
    const last = this.ring?.lastSeq;
    if (last !== undefined && event.seq <= last) return;
    if (this.ahead.size < MOST_AHEAD) this.ahead.set(event.seq, event);
    if (last === undefined) return;
    this.takeAhead();
    if (this.ahead.size > 0) this.fill();
  }

  /** A piece of an answer being written. */
  receiveDelta(delta: LiveDelta): void {
    const key = this.turns.append(delta);
    if (key === undefined) return;
    const text = frameText({ type: 'delta', ...delta });
    for (const subscriber of this.subscribers.values()) {
      const { socket, staleTurns, isSending } = subscriber;
      if (!isSending && !socket.isCongested && staleTurns.size === 0) socket.send(text);
      else {
        staleTurns.add(key);
        void this.advance(subscriber);
      }
    }
  }

  /** News may have been lost: looks at the log. */
  recheck(): void {
    if (this.ring !== undefined) this.fill();
  }

  /** Nobody follows any more. */
  end(): void {
    this.ended = true;
    this.retry?.cancel();
    this.subscribers.clear();
  }

  private takeIn(page: ReadWorkflowEventsReply): void {
    const { events, last_seq } = page;
    const first = events[0]?.seq ?? last_seq + 1;
    this.ring ??= new EventRing(events.at(-1)?.seq === last_seq ? first - 1 : last_seq);
    for (const event of events) if (event.seq === this.ring.lastSeq + 1) this.append(this.ring, event);
    this.takeAhead();
    if (this.ring.lastSeq < last_seq) this.fill();
  }

  private takeAhead(): void {
    if (this.ring === undefined) return;
    for (const seq of this.ahead.keys()) if (seq <= this.ring.lastSeq) this.ahead.delete(seq);
    for (let next = this.next(this.ring); next !== undefined; next = this.next(this.ring)) this.append(this.ring, next);
  }

  private next(ring: EventRing): WorkflowEventView | undefined {
    const event = this.ahead.get(ring.lastSeq + 1);
    if (event !== undefined) this.ahead.delete(event.seq);
    return event;
  }

  private append(ring: EventRing, event: WorkflowEventView): void {
    ring.append(eventFrame(this.workflowId, event));
    this.closeTurns(event);
    for (const subscriber of this.subscribers.values()) void this.advance(subscriber);
  }

  private closeTurns({ type, data }: WorkflowEventView): void {
    const { task_id, attempt } = data;
    if (TASK_ENDS.has(type) && typeof task_id === 'string') this.turns.closeTask(task_id, Number(attempt));
    if (WORKFLOW_ENDS.has(type)) this.turns.closeAll();
  }

  private fill(): void {
    if (this.filling || this.ended || this.ring === undefined) return;
    this.filling = true;
    this.retry?.cancel();
    void this.fillFrom(this.ring);
  }

  private async fillFrom(ring: EventRing): Promise<void> {
    try {
      const caller = serviceCaller('gateway', this.tenantId, createId('req'));
      for (let isMissing = true; isMissing && !this.ended;) {
        const page = await this.parts.log.readAfter(caller, this.workflowId, ring.lastSeq, PAGE);
        if (page.events.some(({ seq }) => seq > ring.lastSeq)) this.parts.metrics.gapFilled();
        for (const event of page.events) if (event.seq === ring.lastSeq + 1) this.append(ring, event);
        this.takeAhead();
        isMissing = page.events.length > 0 && ring.lastSeq < page.last_seq;
      }
      // In one go with the look at what is ahead: news that come after it begin another round.
      this.filling = false;
      // What is still ahead was committed after the last page was read.
      if (this.ahead.size > 0) this.fillLater();
      else this.retryMs = FIRST_RETRY_MS;
    } catch (err) {
      this.filling = false;
      this.parts.logger.warn(
        { err, workflow_id: this.workflowId },
        'events of a watched workflow could not be read, will retry',
      );
      this.fillLater();
    }
  }

  private fillLater(): void {
    if (this.ended) return;
    this.retry = this.parts.clock.setTimer(this.retryMs, () => this.fill());
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Sends what a subscriber lacks, no faster than its client reads. */
  private async advance(subscriber: Subscriber): Promise<void> {
    if (subscriber.isSending) return;
    subscriber.isSending = true;
    try {
      while (this.lacks(subscriber)) {
        // Nothing is awaited that does not wait: a subscriber that keeps up is served in one go.
        if (subscriber.socket.isCongested) await subscriber.socket.drained();
        else if (subscriber.cursor === (this.ring?.lastSeq ?? 0)) this.sendSnapshots(subscriber);
        else if (!this.sendFromRing(subscriber)) await this.sendFromLog(subscriber);
      }
    } catch (err) {
      this.parts.logger.warn({ err, workflow_id: this.workflowId }, 'a subscriber could not be brought up to date');
      this.subscribers.delete(subscriber.socket);
      subscriber.socket.send({ type: 'resync', workflow_id: this.workflowId });
    } finally {
      subscriber.isSending = false;
    }
  }

  private lacks(subscriber: Subscriber): boolean {
    const { socket, cursor, staleTurns } = subscriber;
    if (!socket.isOpen || this.subscribers.get(socket) !== subscriber) return false;
    return cursor < (this.ring?.lastSeq ?? 0) || staleTurns.size > 0;
  }

  private sendFromRing(subscriber: Subscriber): boolean {
    const entries = this.ring?.after(subscriber.cursor, PAGE);
    if (entries === undefined) return false;
    this.send(subscriber, entries);
    return true;
  }

  /** The ring does not reach back so far: what lies before it comes from the log, on behalf of the tenant that was let in. */
  private async sendFromLog(subscriber: Subscriber): Promise<void> {
    const caller = serviceCaller('gateway', this.tenantId, subscriber.socket.requestId);
    const { events } = await this.parts.log.readAfter(caller, this.workflowId, subscriber.cursor, PAGE);
    if (events[0]?.seq !== subscriber.cursor + 1) throw new Error(`the log has no event ${subscriber.cursor + 1}`);
    const entries = events.map((event) => eventFrame(this.workflowId, event));
    this.send(subscriber, entries);
  }

  /** Stops where the client stops reading; the rest is fetched again when it has caught up. */
  private send(subscriber: Subscriber, entries: readonly RingEntry[]): void {
    for (const { seq, text } of entries) {
      if (subscriber.socket.isCongested) return;
      subscriber.socket.send(text);
      subscriber.cursor = seq;
    }
  }

  private sendSnapshots({ socket, staleTurns }: Subscriber): void {
    for (const key of staleTurns) {
      const turn = this.turns.get(key);
      staleTurns.delete(key);
      if (turn !== undefined) socket.send({ type: 'snapshot', ...turn });
      if (socket.isCongested) return;
    }
  }
}
