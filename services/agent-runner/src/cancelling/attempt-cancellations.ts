import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { Msg, NatsError } from 'nats';

import { Logger } from '@botarmy/chassis';
import {
  AgentTaskCancelled,
  agentTaskCancelled,
  assertPayload,
  parseSubject,
  subjectFilterOf,
} from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { AttemptCancelled } from './attempt-cancelled';

/** Attempts that were cancelled before this process had them in hand, remembered at most. */
const MOST_REMEMBERED = 10_000;

/** What names one attempt in one pair of hands. */
export type AttemptName = Pick<AgentTaskCancelled, 'workflow_id' | 'task_id' | 'attempt' | 'lease'>;

/** Hears which attempts nobody waits for any more, and stops those this process has in hand. */
@Injectable()
export class AttemptCancellations implements OnModuleInit {
  private readonly inHand = new Map<string, Set<AbortController>>();
  private readonly cancelled = new Set<string>();

  constructor(
    private readonly broker: Broker,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.broker.connection.subscribe(subjectFilterOf(agentTaskCancelled), {
      callback: (error, message) => this.receive(error, message),
    });
  }

  /** A signal that is aborted with `AttemptCancelled` when the attempt is cancelled, or was; release it in the end. */
  watch(tenantId: string, attempt: AttemptName): { readonly signal: AbortSignal; readonly release: () => void } {
    const key = keyOf(tenantId, attempt);
    const controller = new AbortController();
    if (this.cancelled.has(key)) controller.abort(new AttemptCancelled());
    const watching = this.inHand.get(key) ?? new Set();
    this.inHand.set(key, watching.add(controller));
    const release = (): void => {
      watching.delete(controller);
      if (watching.size === 0) this.inHand.delete(key);
    };
    return { signal: controller.signal, release };
  }

  /** Stops an attempt of this process, or lets it not begin. */
  cancel(tenantId: string, attempt: AttemptName): void {
    const key = keyOf(tenantId, attempt);
    this.remember(key);
    for (const controller of this.inHand.get(key) ?? []) controller.abort(new AttemptCancelled());
  }

  private receive(error: NatsError | null, message: Msg): void {
    if (error !== null) {
      this.logger.warn({ err: error }, 'news about cancelled attempts is interrupted');
      return;
    }
    try {
      const tenantId = parseSubject(message.subject)?.tenantId ?? '';
      const payload: unknown = message.json();
      assertPayload(AgentTaskCancelled, payload);
      this.cancel(tenantId, payload);
    } catch (err) {
      this.logger.warn({ err }, 'unreadable news about a cancelled attempt ignored');
    }
  }

  private remember(key: string): void {
    this.cancelled.add(key);
    if (this.cancelled.size <= MOST_REMEMBERED) return;
    const [oldest] = this.cancelled;
    if (oldest !== undefined) this.cancelled.delete(oldest);
  }
}

function keyOf(tenantId: string, { workflow_id, task_id, attempt, lease }: AttemptName): string {
  return `${tenantId}/${workflow_id}/${task_id}/${attempt}/${lease}`;
}
