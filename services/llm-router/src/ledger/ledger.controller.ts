import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock } from '@botarmy/chassis';
import { getUsageTotals, readLedger, repriceLedger } from '@botarmy/contracts';
import type {
  Caller,
  ReadLedgerReply,
  ReadLedgerRequest,
  RepriceLedgerReply,
  RepriceLedgerRequest,
  UsageTotalsReply,
  UsageTotalsRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { LedgerStore } from './ledger-store';
import { cursorOf, entryViewOf, placeOf, totalViewOf } from './ledger-view';
import { LedgerRepository } from './ledger.repository';
import { Reprice } from './reprice';
import { dimensionsOf, spanOf } from './usage-span';

const DEFAULT_LIMIT = 500;

/** Answers questions about what was used and paid. */
@Controller()
export class LedgerController {
  constructor(
    private readonly store: LedgerStore,
    private readonly entries: LedgerRepository,
    private readonly pricing: Reprice,
    private readonly clock: Clock,
  ) {}

  @Answers(getUsageTotals)
  async totals(@Payload() request: UsageTotalsRequest, @AskedBy() caller: Caller): Promise<UsageTotalsReply> {
    const { from, to } = spanOf(request, this.clock.now());
    const dimensions = dimensionsOf(request.group_by);
    const rows = await this.store.totals(caller.tenant_id, from, to, dimensions, request.limit ?? DEFAULT_LIMIT);
    return { from: from.toISOString(), to: to.toISOString(), totals: rows.map(totalViewOf) };
  }

  @Answers(readLedger)
  async read(@Payload() request: ReadLedgerRequest, @AskedBy() caller: Caller): Promise<ReadLedgerReply> {
    const { cursor, limit = DEFAULT_LIMIT } = request;
    const span = { ...spanOf(request, this.clock.now()), after: cursor === undefined ? undefined : placeOf(cursor) };
    const page = await this.entries.read(caller.tenant_id, { ...span, limit: limit + 1 });
    const shown = page.slice(0, limit);
    const last = shown.at(-1);
    const next_cursor = page.length > limit && last !== undefined ? cursorOf(last) : null;
    return { entries: shown.map(entryViewOf), next_cursor };
  }

  @Answers(repriceLedger)
  reprice(@Payload() request: RepriceLedgerRequest, @AskedBy() caller: Caller): Promise<RepriceLedgerReply> {
    const { from, to } = spanOf(request, this.clock.now());
    return this.pricing.run(caller.tenant_id, from, to, request.model);
  }
}
