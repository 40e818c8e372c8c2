import { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';

import { readLedgerV2 } from '@botarmy/contracts';
import type { Caller, ReadLedgerRequest, ReadLedgerV2Reply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { ledgerHeading, ledgerLines } from './ledger-lines';
import type { LedgerFormat } from './ledger-lines';

/** Entries asked for at once: what is in memory, whatever the span. */
const PAGE_ENTRIES = 500;
const PAGE_TIMEOUT_MS = 15_000;

/** Writes a span of the ledger as a file, page by page, as fast as it is read. */
@Injectable()
export class ExportLedger {
  constructor(private readonly asker: Asker) {}

  /** Rejects with what refuses the first page; a later failure ends the stream without its end. */
  async run(span: Pick<ReadLedgerRequest, 'from' | 'to'>, format: LedgerFormat, caller: Caller): Promise<Readable> {
    const read = (cursor?: string): Promise<ReadLedgerV2Reply> => {
      const place = cursor === undefined ? {} : { cursor };
      return this.asker.ask(readLedgerV2, { ...span, ...place, limit: PAGE_ENTRIES }, caller, PAGE_TIMEOUT_MS);
    };
    return Readable.from(pages(await read(), read, format), { objectMode: false });
  }
}

async function* pages(
  first: ReadLedgerV2Reply,
  read: (cursor: string) => Promise<ReadLedgerV2Reply>,
  format: LedgerFormat,
): AsyncGenerator<string> {
  yield ledgerHeading(format) + ledgerLines(first.entries, format);
  for (let cursor = first.next_cursor; cursor !== null;) {
    const page = await read(cursor);
    yield ledgerLines(page.entries, format);
    cursor = page.next_cursor;
  }
}
