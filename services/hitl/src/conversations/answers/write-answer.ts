import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, Logger, Problem } from '@botarmy/chassis';
import type { TimerHandle } from '@botarmy/chassis';
import { completeModelCallV2, LONGEST_ANSWER } from '@botarmy/contracts';
import type { Caller, CompleteModelCallV2Reply, Role } from '@botarmy/contracts';
import { OutboxRelay, StreamClient } from '@botarmy/messaging';

import { AlertedPeople } from '../../preferences/alerted-people';
import { ConversationRepository } from '../store/conversation.repository';
import { settledNews } from '../store/message-news';
import { AnswerNotices } from './answer-notices';
import { AnswerPieces } from './answer-pieces';
import { AnswerStore } from './answer-store';
import type { ClaimedAnswer, Settlement } from './answer-store';
import { AnswersMetrics } from './answers.metrics';
import { turnsOf } from './thread-turns';

/** A claim that is not renewed for so long is somebody else's. */
export const CLAIM_MS = 30_000;
const RENEW_MS = 10_000;
const CALL_TIMEOUT_MS = 300_000;
/** Messages before the question that are looked at. */
const THREAD_MESSAGES = 60;
/** Tries before an answer is given up while the router or its providers are away; the pauses between them add up to ten minutes. */
const MOST_TRIES = 12;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 120_000;

/** Writes one answer: asks the router under the answer's own key, shows it while it is written, settles it once. */
@Injectable()
export class WriteAnswer {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly store: AnswerStore,
    private readonly streams: StreamClient,
    private readonly pieces: AnswerPieces,
    private readonly notices: AnswerNotices,
    private readonly people: AlertedPeople,
    private readonly relay: OutboxRelay,
    private readonly metrics: AnswersMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Resolves when the answer is settled, put off, or somebody else's. */
  async write(answer: ClaimedAnswer, claim: string, stopping: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const stopRenewing = this.renew(answer, claim, lost);
    try {
      const reply = await this.ask(answer, AbortSignal.any([stopping, lost.signal]));
      crashPoint('hitl.before-answer');
      await this.settle(answer, claim, settlementOf(reply, this.clock.now()));
    } catch (error) {
      if (lost.signal.aborted) return;
      await this.failed(answer, claim, error, stopping.aborted);
    } finally {
      stopRenewing();
    }
  }

  private async ask(answer: ClaimedAnswer, signal: AbortSignal): Promise<CompleteModelCallV2Reply> {
    const { tenant_id, conversation_id, workflow_id, seq, message_id, work } = answer;
    const thread = await this.conversations.messages(tenant_id, conversation_id, {
      before: seq,
      limit: THREAD_MESSAGES,
    });
    const show = this.pieces.listenerFor(answer);
    const { agent, caller } = work;
    const asker: Caller = { ...caller, tenant_id, role: caller.role as Role };
    return this.streams.ask(
      completeModelCallV2,
      {
        idempotency_key: `conversation:${conversation_id}:${message_id}`,
        route: agent.route,
        scope: { agent_id: agent.id, ...(workflow_id === null ? {} : { workflow_id }) },
        turns: turnsOf(
          thread.filter(({ status }) => status === 'complete'),
          agent,
          work.files,
        ),
        max_output_tokens: agent.max_output_tokens,
        temperature: agent.temperature,
        timeout_ms: CALL_TIMEOUT_MS,
      },
      asker,
      { onDelta: show, onReset: () => show('', 0), signal },
    );
  }

  private async failed(answer: ClaimedAnswer, claim: string, error: unknown, isStopping: boolean): Promise<void> {
    const now = this.clock.now();
    const refusal = error instanceof Problem && error.status < 500 ? error : undefined;
    if (refusal === undefined && (isStopping || answer.tries < MOST_TRIES)) {
      const pauseMs = isStopping ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (answer.tries - 1));
      await this.store.due(answer, claim, new Date(now.getTime() + pauseMs));
      this.logger.warn({ err: error, message_id: answer.message_id, tries: answer.tries }, 'answer put off');
      return;
    }
    const code = refusal?.code ?? 'models-unavailable';
    const content = refusal?.detail ?? 'No model answered in time: ask again later.';
    await this.settle(answer, claim, { status: 'failed', content, metadata: { code }, at: now });
  }

  private async settle(answer: ClaimedAnswer, claim: string, settlement: Settlement): Promise<void> {
    const { tenant_id, conversation_id, workflow_id, message_id, agent_id, author_id, seq } = answer;
    const conversation = await this.conversations.find(tenant_id, conversation_id);
    const { readers, alerted } = await this.people.of(tenant_id, conversation, 'answer_ready', agent_id);
    const news = settledNews(tenant_id, {
      conversation_id,
      workflow_id,
      message_id,
      seq,
      role: 'assistant',
      status: settlement.status,
      author_id,
      agent_id,
      readers: [...readers],
      alerted: [...alerted],
      recorded_at: settlement.at.toISOString(),
    });
    const isSettled = await this.store.settle(answer, claim, settlement, news);
    crashPoint('hitl.after-answer');
    if (!isSettled) return;
    this.notices.settled(message_id);
    this.relay.nudge();
    this.metrics.settled(settlement.status);
    this.logger.info({ conversation_id, message_id, agent_id, status: settlement.status }, 'answer settled');
  }

  /** Keeps the claim while the answer is written. */
  private renew(answer: ClaimedAnswer, claim: string, lost: AbortController): () => void {
    let timer: TimerHandle;
    const again = (): void => {
      timer = this.clock.setTimer(RENEW_MS, () => {
        const until = new Date(this.clock.now().getTime() + CLAIM_MS);
        this.store.due(answer, claim, until).then(
          (isHeld) => (isHeld ? again() : lost.abort(new Error('the claim is somebody else’s'))),
          // Not to know is no reason to stop: settling finds out.
          () => again(),
        );
      });
    };
    again();
    return () => timer.cancel();
  }
}

function settlementOf({ text, usage, call_id, finish_reason }: CompleteModelCallV2Reply, at: Date): Settlement {
  const { provider, model, cost_micros, simulated } = usage;
  const metadata = { call_id, provider, model, cost_micros, simulated, finish_reason };
  const content = text.toWellFormed().replaceAll('\0', '\uFFFD').slice(0, LONGEST_ANSWER);
  if (content.trim() === '')
    return {
      status: 'failed',
      content: 'The model said nothing: ask again.',
      metadata: { ...metadata, code: 'answer-empty' },
      at,
    };
  return { status: 'complete', content, metadata, at };
}
