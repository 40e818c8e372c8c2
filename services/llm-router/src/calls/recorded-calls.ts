import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { ListModelCallsRequest, ModelCallView, ResolveModelCallRequest } from '@botarmy/contracts';
import type { OutgoingMessage } from '@botarmy/messaging';

import { RouterConfig } from '../config';

/** A place in the record: before this call. */
export interface CallPlace {
  readonly createdAt: string;
  readonly callId: string;
}

/** Which calls are looked for. */
export type CallFilter = Omit<ListModelCallsRequest, 'cursor' | 'limit'> & { readonly before?: CallPlace };

/** Shows the call record and takes people's decisions about it. */
@Injectable()
export class RecordedCalls {
  constructor(
    private readonly database: Database,
    private readonly config: RouterConfig,
  ) {}

  /** The newest first. */
  async list(tenantId: string, { before, ...filter }: CallFilter, limit: number): Promise<ModelCallView[]> {
    const place = before === undefined ? {} : { before_at: before.createdAt, before_id: before.callId };
    const given = JSON.stringify({ ...filter, ...place });
    const { rows } = await this.database.query<{ view: ModelCallView }>('SELECT * FROM list_calls($1, $2, $3, $4)', [
      tenantId,
      given,
      this.config.CALL_LEASE_MS,
      limit,
    ]);
    return rows.map(({ view }) => view);
  }

  /** Writes a decision down and announces it. */
  async resolve(
    tenantId: string,
    { call_id, resolution, reason }: ResolveModelCallRequest,
    by: string,
    news: OutgoingMessage,
  ): Promise<'resolved' | 'settled' | 'not-found'> {
    const [row] = await this.database.call<{ outcome: 'resolved' | 'settled' | 'not-found' }>(
      'resolve_call',
      tenantId,
      call_id,
      resolution,
      by,
      reason,
      JSON.stringify([news]),
    );
    return row?.outcome ?? 'not-found';
  }
}
