import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';
import {
  assertPayload,
  createId,
  DEFAULT_TENANT_ID,
  readStopsInForce,
  serviceCaller,
  StopSwitchChanged,
  stopSwitchChanged,
  subjectFilterOf,
} from '@botarmy/contracts';
import type { StopInForce } from '@botarmy/contracts';
import { Asker, Broker } from '@botarmy/messaging';

import { concerns, stoppedByOperator } from './stoppable-call';
import type { StoppableCall } from './stoppable-call';

/** Longest time a stop stays unknown whose news was lost. */
const LOOK_MS = 30_000;

/** What operators stopped: no call that is meant begins, and those on their way end. */
@Injectable()
export class StopsInForce implements OnModuleInit {
  private stops: readonly StopInForce[] = [];
  private readonly onTheirWay = new Map<AbortController, StoppableCall>();
  private loop: Loop | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly asker: Asker,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onModuleInit(): void {
    const { clock, logger } = this;
    this.broker.connection.subscribe(subjectFilterOf(stopSwitchChanged), {
      callback: (error, message) => {
        if (error === null) this.hear(message);
        this.loop?.nudge();
      },
    });
    this.loop = startLoop({ name: 'stops', intervalMs: LOOK_MS, run: () => this.ask(), clock, logger });
    this.broker.onReconnect(() => this.loop?.nudge());
    this.shutdown.register('stops', shutdownOrder.intake, () => this.loop?.stop());
  }

  /**
   * A signal that is aborted with the reason when a stop comes that means the call; release it in the end.
   *
   * @throws {Problem} 503 `stopped-by-operator` when such a stop is in force.
   */
  watch(call: StoppableCall): { readonly signal: AbortSignal; readonly release: () => void } {
    const stop = this.stops.find((candidate) => concerns(candidate, call));
    if (stop !== undefined) throw stoppedByOperator(stop);
    const controller = new AbortController();
    this.onTheirWay.set(controller, call);
    return { signal: controller.signal, release: () => this.onTheirWay.delete(controller) };
  }

  /** Acts on the news at once; the answer of the orchestrator, which is asked as well, is what counts. */
  private hear(message: { json: () => unknown }): void {
    try {
      const news = message.json();
      assertPayload(StopSwitchChanged, news);
      const { stop_id, scope, target_tenant, subject } = news;
      const others = this.stops.filter((stop) => stop.stop_id !== stop_id);
      const stop = { stop_id, scope, target_tenant, subject };
      this.enforce(news.change === 'stopped' ? [...others, stop] : others);
    } catch (err) {
      this.logger.warn({ err }, 'unreadable news about a stop switch ignored');
    }
  }

  private async ask(): Promise<void> {
    const caller = serviceCaller('llm-router', DEFAULT_TENANT_ID, createId('req'));
    this.enforce((await this.asker.ask(readStopsInForce, {}, caller)).stops);
  }

  private enforce(stops: readonly StopInForce[]): void {
    this.stops = stops;
    if (stops.length === 0) return;
    for (const [controller, call] of this.onTheirWay) {
      const stop = stops.find((candidate) => concerns(candidate, call));
      if (stop !== undefined) controller.abort(stoppedByOperator(stop));
    }
  }
}
