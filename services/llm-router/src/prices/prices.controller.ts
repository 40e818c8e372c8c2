import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { listPrices, setPrice } from '@botarmy/contracts';
import type { Caller, ListPricesReply, PriceView, SetPriceRequest } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { PriceRefresh } from './price-refresh';
import { priceViewOf } from './price-view';
import { PriceRepository } from './price.repository';

/** Answers questions about prices that differ from the list. */
@Controller()
export class PricesController {
  constructor(
    private readonly prices: PriceRepository,
    private readonly book: PriceRefresh,
  ) {}

  @Answers(listPrices)
  async list(@AskedBy() { tenant_id }: Caller): Promise<ListPricesReply> {
    return { prices: (await this.prices.list(tenant_id)).map(priceViewOf) };
  }

  @Answers(setPrice)
  async set(@Payload() request: SetPriceRequest, @AskedBy() caller: Caller): Promise<PriceView> {
    const added = await this.prices.add(caller.tenant_id, request, caller.user_id);
    if (added === undefined) throw priceExists();
    await this.book.refresh();
    return priceViewOf(added);
  }
}

function priceExists(): Problem {
  const detail =
    'The model has a price from that instant on, and costs were worked out by it: set one from another instant on.';
  return new Problem({ status: 409, code: 'price-exists', title: 'Price exists', detail });
}
