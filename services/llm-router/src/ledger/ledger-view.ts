import { Problem } from '@botarmy/chassis';
import type { LedgerEntryView, LedgerEntryViewV2, UsageTotal, UsageTotalV2 } from '@botarmy/contracts';

import type { LedgerEntry } from '../generated/prisma/client';
import type { TotalRow } from './ledger-store';
import type { LedgerPlace } from './ledger.repository';

/** A line of the ledger as callers see it. */
export function entryViewOf(entry: LedgerEntry): LedgerEntryViewV2 {
  return {
    entry_id: entry.entryId,
    booked_at: entry.bookedAt.toISOString(),
    kind: entry.kind,
    corrects: entry.corrects,
    call_id: entry.callId,
    tenant_id: entry.tenantId,
    workflow_id: entry.workflowId,
    process: entry.process,
    stage_id: entry.stageId,
    task_id: entry.taskId,
    attempt: entry.attempt,
    agent_id: entry.agentId,
    group_id: entry.groupId,
    virtual_key_id: entry.virtualKeyId,
    provider_key_id: entry.providerKeyId,
    route: entry.route,
    provider: entry.provider,
    model: entry.model,
    simulated: entry.simulated,
    outcome: entry.outcome,
    input_tokens: entry.inputTokens,
    cache_write_tokens: entry.cacheWriteTokens,
    cache_read_tokens: entry.cacheReadTokens,
    output_tokens: entry.outputTokens,
    reasoning_tokens: entry.reasoningTokens,
    usage_estimated: entry.usageEstimated,
    cost_micros: entry.costMicros === null ? null : Number(entry.costMicros),
    saved_micros: Number(entry.savedMicros),
    price_version: entry.priceVersion,
    tier: entry.tier,
    is_shadow: entry.isShadow,
  };
}

/** The same in the words of the first version. */
export function firstEntryViewOf(entry: LedgerEntry): LedgerEntryView {
  const { tier: _tier, is_shadow: _isShadow, ...view } = entryViewOf(entry);
  return view;
}

/** A total as callers see it. */
export function totalViewOf({ dimensions, cost_micros, ...counts }: TotalRow): UsageTotalV2 {
  const numbers = Object.entries(counts).map(([name, count]) => [name, Number(count)] as const);
  return {
    dimensions,
    ...(Object.fromEntries(numbers) as Omit<UsageTotalV2, 'dimensions' | 'cost_micros'>),
    cost_micros: cost_micros === null ? null : Number(cost_micros),
  };
}

/** The same in the words of the first version, which has none for a cost of which nothing is known; `unknown_costs` says so. */
export function firstTotalViewOf(row: TotalRow): UsageTotal {
  const { attempts: _attempts, repeated_attempts: _repeated, ...view } = totalViewOf(row);
  return { ...view, cost_micros: view.cost_micros ?? 0 };
}

/** Names the place after an entry. */
export function cursorOf(entry: LedgerEntry): string {
  return Buffer.from(`${entry.bookedAt.toISOString()} ${entry.entryId}`).toString('base64url');
}

/**
 * The place a cursor names.
 *
 * @throws {Problem} 400 `invalid-cursor`.
 */
export function placeOf(cursor: string): LedgerPlace {
  const [time = '', entryId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const bookedAt = new Date(time);
  if (Number.isNaN(bookedAt.getTime()) || entryId === '') {
    const detail = 'The cursor is not one of ours: take it from the page before, or leave it out.';
    throw new Problem({ status: 400, code: 'invalid-cursor', title: 'Invalid cursor', detail });
  }
  return { bookedAt, entryId };
}
