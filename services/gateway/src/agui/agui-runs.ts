import type { RunAgentInput } from '@ag-ui/core';
import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Clock, Logger, Problem } from '@botarmy/chassis';
import type { Caller } from '@botarmy/contracts';
import { isUnavailable } from '@botarmy/messaging';

import type { VerifiedSession } from '../access/verified-session';
import { GatewayConfig } from '../config';
import { EventStream } from '../http/event-stream';
import { FeedRegistry } from '../live/feed/feed-registry';
import { AguiMetrics } from './agui.metrics';
import { RunAccess } from './run-access';
import { RunOpening } from './run-opening';
import type { RunPosition } from './run/event-id';
import { RunFollower } from './run/run-follower';
import { RunSources } from './run/run-sources';
import { RunStream } from './run/run-stream';
import { RunTranslator } from './run/run-translator';
import type { RunHead } from './run/run-translator';

/** Proxies close what is silent for longer; the session is looked at as often. */
const KEEP_ALIVE_MS = 15_000;
/** Bytes a client has not taken above which pieces of texts are left to a snapshot. */
const CONGESTED_BYTES = 64 * 1024;

/** Who asks for a run, and how. */
export interface RunAsked {
  /** Id of a workflow, or name of a process. */
  readonly target: string;
  readonly input: RunAgentInput;
  readonly caller: Caller;
  readonly session: VerifiedSession;
  /** Where a client stands that comes back. */
  readonly resumeAfter: RunPosition | undefined;
}

interface Running {
  readonly stream: RunStream;
  readonly session: VerifiedSession;
}

/** The runs that are being told. A client that leaves ends nothing but the telling. */
@Injectable()
export class AguiRuns implements OnModuleInit {
  private readonly running = new Set<Running>();
  private opening = 0;

  constructor(
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly openings: RunOpening,
    private readonly feeds: FeedRegistry,
    private readonly access: RunAccess,
    private readonly sources: RunSources,
    private readonly metrics: AguiMetrics,
  ) {}

  onModuleInit(): void {
    this.access.onEnd((sessionId) => {
      for (const run of this.running) {
        if (sessionId === undefined) void this.recheck(run);
        else if (run.session.session_id === sessionId) endOf(run);
      }
    });
    this.access.onShutdown(() => {
      for (const { stream } of this.running) {
        stream.breakOff('SERVER_STOPPING', 'The server is going away: repeat the request with Last-Event-ID.');
      }
    });
  }

  /**
   * Opens a run and tells it.
   *
   * @throws {Problem} whatever keeps the run from opening; nothing was sent then.
   */
  async tell(asked: RunAsked, reply: FastifyReply): Promise<void> {
    if (this.running.size + this.opening >= this.config.MAX_CONNECTIONS) throw full();
    this.opening += 1;
    try {
      const run = await this.openings.open(asked.target, asked.input, asked.caller);
      const translator = new RunTranslator(headOf(asked.input), run.catalog, asked.resumeAfter);
      const events = new EventStream(
        reply,
        () => follower.end(),
        () => follower.checkDrained(),
      );
      const isBehind = (): boolean => events.unreadBytes > CONGESTED_BYTES;
      const follower = new RunFollower(asked.caller.tenant_id, asked.caller.request_id, isBehind);
      const { resumeAfter, caller } = asked;
      const stream = new RunStream(run, { translator, follower, events }, resumeAfter, this.sources, caller);
      reply.raw.once('close', () => follower.end());
      await this.feeds.follow(follower, caller, run.workflowId, 0);
      // A run that goes on may have nothing to say for long; its client has to know that it is heard.
      events.comment('open');
      void this.follow({ stream, session: asked.session }, follower, events);
    } finally {
      this.opening -= 1;
    }
  }

  private async follow(run: Running, follower: RunFollower, events: EventStream): Promise<void> {
    this.running.add(run);
    this.metrics.running(this.running.size);
    const keepAlive = this.keepAlive(run, follower, events);
    try {
      await run.stream.tell();
    } catch (err) {
      this.logger.error({ err }, 'a run broke off');
      run.stream.breakOff('INTERNAL', 'The run broke off: repeat the request with Last-Event-ID.');
    } finally {
      keepAlive.cancel();
      follower.end();
      this.feeds.leaveAll(follower);
      events.end();
      this.running.delete(run);
      this.metrics.running(this.running.size);
    }
  }

  private keepAlive(run: Running, follower: RunFollower, events: EventStream): { cancel(): void } {
    let timer = this.clock.setTimer(KEEP_ALIVE_MS, tick.bind(this));
    function tick(this: AguiRuns): void {
      if (!follower.isOpen) return;
      if (events.isOpen) events.comment('keep-alive');
      follower.checkDrained();
      void this.recheck(run);
      timer = this.clock.setTimer(KEEP_ALIVE_MS, tick.bind(this));
    }
    return { cancel: () => timer.cancel() };
  }

  private async recheck(run: Running): Promise<void> {
    try {
      await this.access.verify(run.session.secret);
    } catch (error) {
      if (!isUnavailable(error)) endOf(run);
    }
  }
}

function headOf({ threadId, runId, protocolVersion, parentRunId, state }: RunAgentInput): RunHead {
  return {
    threadId,
    runId,
    ...(protocolVersion === undefined ? {} : { protocolVersion }),
    ...(parentRunId === undefined ? {} : { parentRunId }),
    state: typeof state === 'object' && state !== null && !Array.isArray(state) ? (state as RunHead['state']) : {},
  };
}

function endOf({ stream }: Running): void {
  stream.breakOff('SESSION_ENDED', 'The session ended: sign in and repeat the request with Last-Event-ID.');
}

function full(): Problem {
  return new Problem({
    status: 503,
    code: 'too-many-connections',
    title: 'Temporarily unavailable',
    detail: 'All runs this server can tell are taken: try again later.',
    retryAfterMs: 5_000,
  });
}
