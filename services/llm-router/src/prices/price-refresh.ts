import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleInit } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';

import { PriceBook } from './price-book';
import { datedPriceOf } from './price-view';
import { PriceRepository } from './price.repository';

/** How long another replica may go by an older price; what was booked meanwhile can be priced again. */
const INTERVAL_MS = 10_000;

/** Keeps the book of this replica as people set it, at whatever replica they did. */
@Injectable()
export class PriceRefresh implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly book: PriceBook,
    private readonly prices: PriceRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  /** No call is priced before the book is there. */
  onModuleInit(): Promise<boolean> {
    return this.refresh();
  }

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const name = 'price-refresh';
    const loop = startLoop({ name, intervalMs: INTERVAL_MS, run: () => this.refresh(), clock, logger });
    this.shutdown.register(name, shutdownOrder.intake, () => loop.stop());
  }

  async refresh(): Promise<boolean> {
    this.book.load((await this.prices.all()).map(datedPriceOf));
    return false;
  }
}
