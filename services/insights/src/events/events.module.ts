import { Module } from '@nestjs/common';

import { EventStore } from './event-store';
import { EventMetrics } from './event.metrics';
import { EveryEventHandler } from './every-event.handler';

@Module({ controllers: [EveryEventHandler], providers: [EventMetrics, EventStore] })
export class EventsModule {}
