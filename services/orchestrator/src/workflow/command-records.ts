import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Database, Problem } from '@botarmy/chassis';
import type { Caller } from '@botarmy/contracts';

/** Answers already given under an idempotency key. */
@Injectable()
export class CommandRecords {
  constructor(private readonly database: Database) {}

  /** Key and fingerprint of a command; undefined when the client sent no key. */
  identify(caller: Caller, command: string, request: object): { key: string; request_hash: string } | undefined {
    if (caller.idempotency_key === undefined) return undefined;
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    return { key: `${command}:${caller.user_id}:${caller.idempotency_key}`, request_hash: hash };
  }

  /**
   * The first answer under this key, if there is one.
   *
   * @throws {Problem} 422 when the key was used for another request.
   */
  async find<TReply extends object>(
    tenantId: string,
    identity: { key: string; request_hash: string },
  ): Promise<TReply | undefined> {
    const rows = await this.database.call<{ request_hash: string; reply: TReply }>(
      'find_command_record',
      tenantId,
      identity.key,
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    assertSameRequest(row.request_hash, identity.request_hash);
    return row.reply;
  }

  /**
   * For a start: the first answer under this key, or the id the workflow has to use, which is `workflowId` unless an earlier
   * try reserved another.
   *
   * @throws {Problem} 422 when the key was used for another request.
   */
  async reserveStart<TReply extends object>(
    tenantId: string,
    identity: { key: string; request_hash: string },
    workflowId: string,
  ): Promise<{ reply: TReply } | { reply: undefined; workflowId: string }> {
    const [row] = await this.database.call<{ request_hash: string; reply: TReply | null; workflow_id: string | null }>(
      'reserve_start',
      tenantId,
      identity.key,
      identity.request_hash,
      workflowId,
    );
    if (row === undefined) throw new Error('a start could not be reserved');
    assertSameRequest(row.request_hash, identity.request_hash);
    return row.reply === null ? { reply: undefined, workflowId: row.workflow_id ?? workflowId } : { reply: row.reply };
  }
}

function assertSameRequest(known: string, given: string): void {
  if (known === given) return;
  throw new Problem({
    status: 422,
    code: 'idempotency-key-reused',
    title: 'Idempotency key used before',
    detail: 'This Idempotency-Key was sent with another request: use a new key for a new request.',
  });
}
