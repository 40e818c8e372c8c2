import type { Caller, WorkflowEventView } from '@botarmy/contracts';

import type { EventStream } from '../../http/event-stream';
import type { RunPosition } from './event-id';
import type { OpenedRun } from './opened-run';
import { pieceOf } from './run-follower';
import type { RunFollower, RunNews } from './run-follower';
import type { RunSources } from './run-sources';
import type { IdentifiedEvent, RunTranslator } from './run-translator';

const ENDS = new Set(['workflow-completed', 'workflow-failed', 'workflow-cancelled']);

/** What brings news, what makes events of them, and where these go. */
export interface RunParts {
  readonly translator: RunTranslator;
  readonly follower: RunFollower;
  readonly events: EventStream;
}

/** Tells one client one run, from the news of its workflow to the event the run ends with. */
export class RunStream {
  private readonly translator: RunTranslator;
  private readonly follower: RunFollower;
  private readonly events: EventStream;
  private lastSeq = 0;
  /** Event of the workflow after which the run begins; undefined until the log's end is known. */
  private begin: number | undefined;
  private newest = 0;
  private end: WorkflowEventView | undefined;
  private hasBegun = false;
  private isOver = false;

  constructor(
    private readonly run: OpenedRun,
    { translator, follower, events }: RunParts,
    private readonly resumeAfter: RunPosition | undefined,
    private readonly sources: RunSources,
    private readonly caller: Caller,
  ) {
    this.translator = translator;
    this.follower = follower;
    this.events = events;
  }

  /** Tells the run. Resolves when it is over or nobody listens any more. */
  async tell(): Promise<void> {
    for (let news = await this.follower.next(); news !== undefined; news = await this.follower.next()) {
      await this.take(news);
      if (!this.isOver && this.hasBegun && this.lastSeq >= this.newest) await this.lookWhetherOver();
      if (this.isOver) return;
    }
  }

  /** Ends the run for its client with a reason; the workflow goes on. */
  breakOff(code: string, message: string): void {
    if (!this.isOver) this.finish(this.translator.fail(code, message));
  }

  private async take(news: RunNews): Promise<void> {
    if (news.type === 'subscribed') this.know(news.seq);
    else if (news.type === 'workflow_event') await this.takeEvent(news.event);
    else if (news.type === 'resync') {
      this.breakOff('NEWS_LOST', 'News of the workflow were lost: repeat the request with Last-Event-ID.');
    } else {
      const piece = pieceOf(news);
      if (piece !== undefined && this.hasBegun) {
        this.send(this.translator.write(this.lastSeq, piece.delta, piece.isSnapshot));
      }
    }
  }

  /** The log's end is known: so is where the run begins. */
  private know(newest: number): void {
    this.newest = newest;
    const begin = this.resumeAfter?.begin ?? (this.run.isStart ? 0 : newest);
    this.begin = Math.min(begin, newest);
    if (this.begin === 0) this.open();
  }

  private open(): void {
    this.hasBegun = true;
    this.send(this.translator.begin(this.begin ?? 0));
  }

  private async takeEvent(event: WorkflowEventView): Promise<void> {
    const document = this.translator.isNew(event.seq) ? await this.sources.documentOf(event, this.caller) : undefined;
    this.lastSeq = event.seq;
    if (ENDS.has(event.type)) this.end = event;
    this.send(this.translator.take(event, document));
    if (event.seq === this.begin) this.open();
  }

  private async lookWhetherOver(): Promise<void> {
    if (this.end !== undefined) {
      this.finish(this.ending(this.end));
      return;
    }
    const open = this.translator.pending.filter((id) => !this.run.settled.has(id));
    if (open.length === 0 || this.translator.isAnyAtWork || this.follower.hasNews) return;
    const interrupts = await this.sources.interruptsOf(open, this.caller, () => {
      return !this.follower.isOpen || this.follower.hasNews;
    });
    if (interrupts.length > 0 && this.follower.isOpen && !this.follower.hasNews) {
      this.finish(this.translator.interrupt(interrupts));
    }
  }

  private ending({ type, data }: WorkflowEventView): IdentifiedEvent[] {
    const { workflowId } = this.run;
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    if (type === 'workflow-completed') return this.translator.succeed({ workflow_id: workflowId, ...data });
    if (type === 'workflow-cancelled') return this.translator.cancel(text(data['reason']) || 'The run was cancelled.');
    return this.translator.fail(text(data['code']) || 'FAILED', text(data['detail']) || 'The workflow failed.');
  }

  private finish(events: readonly IdentifiedEvent[]): void {
    this.isOver = true;
    this.send(events);
    this.events.end();
    this.follower.end();
  }

  private send(events: readonly IdentifiedEvent[]): void {
    for (const { id, event } of events) this.events.send(event, id === undefined ? {} : { id });
  }
}
