import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { OutgoingMessage } from '@botarmy/messaging';

import type { AnswerWork } from '../store/new-message';

/** An answer that is this replica's to write while its claim counts. */
export interface ClaimedAnswer {
  readonly tenant_id: string;
  readonly conversation_id: string;
  readonly workflow_id: string | null;
  readonly seq: number;
  readonly message_id: string;
  readonly agent_id: string;
  readonly author_id: string;
  readonly work: AnswerWork;
  /** 1 for the first try. */
  readonly tries: number;
}

/** How an answer ended. */
export interface Settlement {
  readonly status: 'complete' | 'failed';
  readonly content: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Who writes which answer: every call is one function, one commit. */
@Injectable()
export class AnswerStore {
  constructor(private readonly database: Database) {}

  claim(now: Date, until: Date, claim: string, limit: number): Promise<ClaimedAnswer[]> {
    return this.database.call<{ [column in keyof ClaimedAnswer]: ClaimedAnswer[column] }>(
      'conversation_answers_claim',
      now,
      until,
      claim,
      limit,
    );
  }

  /** Moves the end of the claim, or the next try; false when somebody else has it. */
  async due({ tenant_id, conversation_id, seq }: ClaimedAnswer, claim: string, at: Date): Promise<boolean> {
    const [row] = await this.database.call<{ held: boolean }>(
      'conversation_answer_due',
      tenant_id,
      conversation_id,
      seq,
      claim,
      at,
    );
    return row?.held === true;
  }

  /** Settles the answer once, with its news; false when somebody else has it. */
  async settle(
    { tenant_id, conversation_id, seq }: ClaimedAnswer,
    claim: string,
    { status, content, metadata, at }: Settlement,
    news: OutgoingMessage,
  ): Promise<boolean> {
    const [row] = await this.database.call<{ settled: boolean }>(
      'conversation_answer_settle',
      tenant_id,
      conversation_id,
      seq,
      claim,
      status,
      content,
      JSON.stringify(metadata),
      at,
      JSON.stringify([news]),
    );
    return row?.settled === true;
  }
}
