import { Controller, Get, Post } from '@nestjs/common';

import { listPrices, ListPricesReply, PriceView, setPrice, SetPriceRequest } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** Prices of the tenant that differ from the list, each from an instant on. */
@Controller('api/prices')
export class PricesController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listPrices',
    summary: 'List the prices that differ from the list',
    reply: ListPricesReply,
  })
  list(@CurrentCaller() caller: Caller): Promise<ListPricesReply> {
    return this.asker.ask(listPrices, {}, caller);
  }

  @Post()
  @RequiresRole('admin')
  @Describes({
    operationId: 'setPrice',
    summary: 'Set what a model costs from an instant on; the one before holds until then',
    body: SetPriceRequest,
    reply: PriceView,
    status: 201,
    problems: { 409: ['price-exists'] },
  })
  set(@ShapedBody(SetPriceRequest) body: SetPriceRequest, @CurrentCaller() caller: Caller): Promise<PriceView> {
    return this.asker.ask(setPrice, body, caller);
  }
}
