import type { Interrupt } from '@ag-ui/core';
import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import { getHitlRequest, readArtifact } from '@botarmy/contracts';
import type { Caller, HitlRequestView, WorkflowEventView } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { interruptOutcomeOf } from '../../hitl/agui-interrupts';

/** A request is opened a moment after the workflow asked for it. */
const REQUEST_RETRY_MS = 100;
const REQUEST_PATIENCE_MS = 10_000;

/** What runs tell besides the news of their workflow: documents, and what people are asked. */
@Injectable()
export class RunSources {
  constructor(
    private readonly asker: Asker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** The text of the document an event records for an agent; undefined where it cannot be had: the run goes without it. */
  async documentOf({ type, data }: WorkflowEventView, caller: Caller): Promise<string | undefined> {
    const { artifact, task_id } = data as { artifact?: { artifact_id: string; version: number }; task_id?: unknown };
    if (type !== 'artifact-recorded' || artifact === undefined || typeof task_id !== 'string') return undefined;
    const { artifact_id, version } = artifact;
    try {
      return (await this.asker.ask(readArtifact, { artifact_id, version }, caller)).content;
    } catch (err) {
      this.logger.warn({ err, artifact_id }, 'a document could not be read for a run, which goes without its text');
      return undefined;
    }
  }

  /** What people are asked: none when it was answered meanwhile or `isOutOfDate` says that the workflow moved on. */
  async interruptsOf(ids: readonly string[], caller: Caller, isOutOfDate: () => boolean): Promise<Interrupt[]> {
    const startedMs = this.clock.monotonicMs();
    while (!isOutOfDate()) {
      const requests = await Promise.all(ids.map((id) => this.requestOf(id, caller)));
      const known = requests.filter((request) => request !== undefined);
      if (known.length === ids.length) return interruptOutcomeOf(known)?.interrupts ?? [];
      const isTooLate = this.clock.monotonicMs() - startedMs > REQUEST_PATIENCE_MS;
      if (isTooLate) return ids.map((id) => ({ id, reason: 'approval' }));
      await this.clock.sleep(REQUEST_RETRY_MS);
    }
    return [];
  }

  private async requestOf(request_id: string, caller: Caller): Promise<HitlRequestView | undefined> {
    try {
      return await this.asker.ask(getHitlRequest, { request_id }, caller);
    } catch (err) {
      this.logger.debug({ err, request_id }, 'a request cannot be shown yet');
      return undefined;
    }
  }
}
