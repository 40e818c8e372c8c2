import type { LiveDelta, WorkflowEventView } from '@botarmy/contracts';

import type { Follower } from '../../live/feed/follower';
import type { SocketFrame } from '../../live/frames';

/** News of the workflow, as a socket would get them. */
export type RunNews =
  SocketFrame | { readonly type: 'workflow_event'; readonly seq: number; readonly event: WorkflowEventView };

/** News that wait above which the log is read more slowly and pieces of texts are left to a snapshot. */
const MOST_WAITING = 200;

/** Follows one workflow for one run; its news wait here until they are told. */
export class RunFollower implements Follower {
  private waiting: RunNews[] = [];
  private drainers: (() => void)[] = [];
  private wake: (() => void) | undefined;
  private open = true;

  /** @param unreadBytes Bytes the client has not taken yet. */
  constructor(
    readonly tenantId: string,
    readonly requestId: string,
    private readonly isBehind: () => boolean,
  ) {}

  get isOpen(): boolean {
    return this.open;
  }

  get isCongested(): boolean {
    return this.waiting.length > MOST_WAITING || this.isBehind();
  }

  /** True when there is something to tell. */
  get hasNews(): boolean {
    return this.waiting.length > 0;
  }

  send(frame: SocketFrame | string): void {
    if (!this.open) return;
    this.waiting.push(typeof frame === 'string' ? (JSON.parse(frame) as RunNews) : frame);
    this.wake?.();
  }

  drained(): Promise<void> {
    if (!this.open || !this.isCongested) return Promise.resolve();
    return new Promise((resolve) => this.drainers.push(resolve));
  }

  /** The next news; undefined when the run is over. */
  async next(): Promise<RunNews | undefined> {
    while (this.open && this.waiting.length === 0) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = undefined;
    }
    const news = this.open ? this.waiting.shift() : undefined;
    this.checkDrained();
    return news;
  }

  /** Lets the feed go on when the client has caught up. */
  checkDrained(): void {
    if (this.open && this.isCongested) return;
    for (const release of this.drainers.splice(0)) release();
  }

  /** Nobody listens any more. */
  end(): void {
    this.open = false;
    this.waiting = [];
    this.wake?.();
    this.checkDrained();
  }
}

/** A piece of an answer, or all of it so far. */
export function pieceOf(news: RunNews): { readonly delta: LiveDelta; readonly isSnapshot: boolean } | undefined {
  if (news.type !== 'delta' && news.type !== 'snapshot') return undefined;
  const { type, ...delta } = news;
  return { delta, isSnapshot: type === 'snapshot' };
}
