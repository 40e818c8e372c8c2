import { Controller, Get, HttpCode, Post, StreamableFile } from '@nestjs/common';

import {
  getUsageTotalsV2,
  ReadLedgerRequest,
  readLedgerV2,
  ReadLedgerV2Reply,
  repriceLedger,
  RepriceLedgerReply,
  RepriceLedgerRequest,
  UsageTotalsV2Reply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { attachmentHeader } from '../http/attachment-header';
import { ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ExportLedger } from './export-ledger';
import { ExportQuery, UsageQuery } from './usage-queries';

const SPAN = { 400: ['invalid-span'] } as const;
/** Adding up or pricing a month of calls takes its time. */
const TOTALS_TIMEOUT_MS = 15_000;
const REPRICE_TIMEOUT_MS = 120_000;

/** What was used and paid. */
@Controller('api/usage')
export class UsageController {
  constructor(
    private readonly asker: Asker,
    private readonly exports: ExportLedger,
  ) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getUsage',
    summary: 'Totals of tokens and cost by any dimensions, the dearest first; an unknown cost is null',
    query: UsageQuery,
    reply: UsageTotalsV2Reply,
    problems: { 400: ['invalid-span', 'unknown-dimension'] },
  })
  totals(
    @ShapedQuery(UsageQuery) { group_by, ...span }: UsageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<UsageTotalsV2Reply> {
    const by = group_by === undefined ? {} : { group_by: group_by.split(',') };
    return this.asker.ask(getUsageTotalsV2, { ...span, ...by }, caller, TOTALS_TIMEOUT_MS);
  }

  @Get('ledger')
  @RequiresRole('admin')
  @Describes({
    operationId: 'readLedger',
    summary: 'Read the ledger page by page, oldest first',
    query: ReadLedgerRequest,
    reply: ReadLedgerV2Reply,
    problems: { 400: ['invalid-span', 'invalid-cursor'] },
  })
  ledger(
    @ShapedQuery(ReadLedgerRequest) query: ReadLedgerRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ReadLedgerV2Reply> {
    return this.asker.ask(readLedgerV2, query, caller, TOTALS_TIMEOUT_MS);
  }

  @Get('export')
  @RequiresRole('admin')
  @Describes({
    operationId: 'exportLedger',
    summary: 'The ledger of a span of time as a file, streamed',
    query: ExportQuery,
    produces: 'application/octet-stream',
    problems: SPAN,
  })
  async export(
    @ShapedQuery(ExportQuery) { format = 'jsonl', ...span }: ExportQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const disposition = attachmentHeader(`ledger.${format}`);
    return new StreamableFile(await this.exports.run(span, format, caller), {
      type: 'application/octet-stream',
      disposition,
    });
  }

  @Post('reprice')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'repriceLedger',
    summary: 'Price a span of the ledger again by the prices that hold now for its time; corrections are added',
    body: RepriceLedgerRequest,
    reply: RepriceLedgerReply,
    problems: SPAN,
  })
  reprice(
    @ShapedBody(RepriceLedgerRequest) body: RepriceLedgerRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<RepriceLedgerReply> {
    return this.asker.ask(repriceLedger, body, caller, REPRICE_TIMEOUT_MS);
  }
}
