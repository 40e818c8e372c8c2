import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock } from '@botarmy/chassis';
import { getUsageTotals, getUsageTotalsV2, readLedger, readLedgerV2, repriceLedger } from '@botarmy/contracts';
import type {
  Caller,
  ReadLedgerReply,
  ReadLedgerRequest,
  ReadLedgerV2Reply,
  RepriceLedgerReply,
  RepriceLedgerRequest,
  UsageTotalsReply,
  UsageTotalsRequest,
  UsageTotalsV2Reply,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import type { LedgerEntry } from '../generated/prisma/client';
import { LedgerStore } from './ledger-store';
import type { TotalRow } from './ledger-store';
import { cursorOf, entryViewOf, firstEntryViewOf, firstTotalViewOf, placeOf, totalViewOf } from './ledger-view';
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

  @Answers(getUsageTotalsV2)
  totals(@Payload() request: UsageTotalsRequest, @AskedBy() caller: Caller): Promise<UsageTotalsV2Reply> {
    return this.totalsAs(request, caller, totalViewOf);
  }

  @Answers(getUsageTotals)
  firstTotals(@Payload() request: UsageTotalsRequest, @AskedBy() caller: Caller): Promise<UsageTotalsReply> {
    return this.totalsAs(request, caller, firstTotalViewOf);
  }

  @Answers(readLedgerV2)
  read(@Payload() request: ReadLedgerRequest, @AskedBy() caller: Caller): Promise<ReadLedgerV2Reply> {
    return this.readAs(request, caller, entryViewOf);
  }

  @Answers(readLedger)
  firstRead(@Payload() request: ReadLedgerRequest, @AskedBy() caller: Caller): Promise<ReadLedgerReply> {
    return this.readAs(request, caller, firstEntryViewOf);
  }

  @Answers(repriceLedger)
  reprice(@Payload() request: RepriceLedgerRequest, @AskedBy() caller: Caller): Promise<RepriceLedgerReply> {
    const { from, to } = spanOf(request, this.clock.now());
    return this.pricing.run(caller.tenant_id, from, to, request.model);
  }

  private async totalsAs<TView>(
    request: UsageTotalsRequest,
    { tenant_id }: Caller,
    viewOf: (row: TotalRow) => TView,
  ): Promise<{ from: string; to: string; totals: TView[] }> {
    const { from, to } = spanOf(request, this.clock.now());
    const dimensions = dimensionsOf(request.group_by);
    const rows = await this.store.totals(tenant_id, from, to, dimensions, request.limit ?? DEFAULT_LIMIT);
    return { from: from.toISOString(), to: to.toISOString(), totals: rows.map(viewOf) };
  }

  private async readAs<TView>(
    request: ReadLedgerRequest,
    { tenant_id }: Caller,
    viewOf: (entry: LedgerEntry) => TView,
  ): Promise<{ entries: TView[]; next_cursor: string | null }> {
    const { cursor, limit = DEFAULT_LIMIT } = request;
    const span = { ...spanOf(request, this.clock.now()), after: cursor === undefined ? undefined : placeOf(cursor) };
    const page = await this.entries.read(tenant_id, { ...span, limit: limit + 1 });
    const shown = page.slice(0, limit);
    const last = shown.at(-1);
    const next_cursor = page.length > limit && last !== undefined ? cursorOf(last) : null;
    return { entries: shown.map(viewOf), next_cursor };
  }
}
