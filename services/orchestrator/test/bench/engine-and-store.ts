import { randomBytes } from 'node:crypto';

import type { Type } from '@nestjs/common';

import { Clock, Database, Logger, MetricsRegistry, ServiceConfig, ShutdownHooks, SystemClock } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { ExecuteAgentTask } from '@botarmy/contracts';
import { ConfigurationInForce, MessagingMetrics, OutboxRelay } from '@botarmy/messaging';
import type { OutgoingMessage, Publisher } from '@botarmy/messaging';
import type { CompiledProcess } from '@botarmy/process-engine';

import { ProcessVersions } from '../../src/catalogue/process-versions';
import { OrchestratorConfig } from '../../src/config';
import { WorkflowExecutor } from '../../src/workflow/workflow-executor';
import { WorkflowStates } from '../../src/workflow/workflow-states';
import { Container } from '../simulation/nodes/container';
import { NO_METRICS, NOTHING_CONFIGURED, storyLogger } from '../simulation/nodes/silent';

const TENANT = 'ten_bench';
const USAGE = {
  ...{ provider: 'bench', model: 'instant', input_tokens: 100, output_tokens: 100, cost_micros: 1, calls: 1 },
  simulated: true,
};
const EVIDENCE = { passed: true, words: 300, missing_sections: [], repairs: 0 };

/** What one measured run came to. */
export interface RunFigures {
  readonly steps: number;
  readonly seconds: number;
  /** Milliseconds from one completed step of a workflow to the next. */
  readonly stepMs: readonly number[];
}

/**
 * Engine and store without services around them: the real executor, store and outbox relay on a real database. Where the
 * relay would publish, an attempt is "executed" at once and reported back, with a result of so many bytes.
 */
export class EngineAndStore {
  private readonly database: Database;
  private readonly container: Container;
  private readonly relay: OutboxRelay;
  private readonly ends = new Map<string, () => void>();
  private readonly lastStepMs = new Map<string, number>();
  private readonly stepMs: number[] = [];
  private steps = 0;

  constructor(
    databaseUrl: string,
    private readonly resultBytes: number,
  ) {
    const logger = storyLogger(undefined);
    const clock = new SystemClock();
    const settings = { connectionString: databaseUrl, name: 'orchestrator', poolSize: 8 };
    this.database = new Database(settings, { logger, metrics: NO_METRICS });
    const publisher = {
      publishAll: (messages: readonly OutgoingMessage[]) => {
        for (const message of messages) this.take(message);
        return Promise.resolve();
      },
    };
    this.relay = new OutboxRelay(this.database, publisher as unknown as Publisher, clock, logger, NO_METRICS);
    const config = new OrchestratorConfig();
    this.container = new Container([
      [Clock, clock],
      [Logger, logger],
      [MetricsRegistry, NO_METRICS],
      [MessagingMetrics, new MessagingMetrics(NO_METRICS)],
      [ShutdownHooks, new ShutdownHooks(logger)],
      [Database, this.database],
      [OutboxRelay, this.relay],
      [ConfigurationInForce, NOTHING_CONFIGURED],
      [OrchestratorConfig, config],
      [ServiceConfig, config],
    ]);
  }

  /** Runs workflows of a process, so many at a time, to their end. */
  async run(process: CompiledProcess, concurrency: number, workflows: number): Promise<RunFigures> {
    await this.container.get(ProcessVersions).keep(process);
    this.relay.start();
    this.steps = 0;
    this.stepMs.length = 0;
    const startedMs = performance.now();
    let left = workflows;
    const runOne = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.runWorkflow(process);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, runOne));
    return { steps: this.steps, seconds: (performance.now() - startedMs) / 1_000, stepMs: [...this.stepMs] };
  }

  /** Starts a workflow and resolves with its id when it has ended. */
  async runWorkflow(process: CompiledProcess): Promise<string> {
    const workflowId = createId('wf');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ends.set(workflowId, resolve);
    this.lastStepMs.set(workflowId, performance.now());
    const { name, version, content_hash } = process;
    await this.executor.execute(
      { tenantId: TENANT, workflowId },
      {
        type: 'start',
        workflow_id: workflowId,
        tenant_id: TENANT,
        process: { name, version, content_hash },
        brief: reference('brief.md', 1),
        started_by: 'usr_bench',
      },
      { fresh: { process, title: 'Bench' } },
    );
    await promise;
    return workflowId;
  }

  /** Milliseconds a workflow that nobody remembers takes to be loaded for a decision. */
  async timeToLoad(workflowId: string): Promise<number> {
    const states = this.container.get(WorkflowStates);
    states.forget(workflowId);
    const startedMs = performance.now();
    await states.load(TENANT, workflowId);
    return performance.now() - startedMs;
  }

  /** Stops the relay and closes the database. */
  async close(): Promise<void> {
    await this.relay.stop();
    await this.database.close();
  }

  private get executor(): WorkflowExecutor {
    return this.container.get(WorkflowExecutor as Type<WorkflowExecutor>);
  }

  private take({ subject, payload }: OutgoingMessage): void {
    if (subject.includes('.agent-task.execute.')) void this.complete(JSON.parse(payload) as ExecuteAgentTask);
    else if (subject.includes('.workflow.close.')) void this.end(JSON.parse(payload) as { workflow_id: string });
  }

  private async complete({
    workflow_id: workflowId,
    task_id,
    attempt,
    lease,
    output,
  }: ExecuteAgentTask): Promise<void> {
    // Random bytes: what compresses well would make every log look small.
    const text = randomBytes((this.resultBytes * 3) / 4).toString('base64');
    await this.executor.execute(
      { tenantId: TENANT, workflowId },
      {
        ...{ type: 'complete-task', task_id, attempt, lease, duration_ms: 1 },
        artifact: reference(output.path, this.resultBytes),
        evidence: EVIDENCE,
        usage: USAGE,
        values: { text },
      },
      { delivery: deliveryOf(`${workflowId}.${task_id}.${attempt}.${lease}.completed`) },
    );
    const nowMs = performance.now();
    this.stepMs.push(nowMs - (this.lastStepMs.get(workflowId) ?? nowMs));
    this.lastStepMs.set(workflowId, nowMs);
    this.steps += 1;
  }

  private async end({ workflow_id: workflowId }: { workflow_id: string }): Promise<void> {
    const artifacts = ['workflow_metadata', 'agent_performance', 'session_logs'].map((name) =>
      reference(`metadata/${name}.json`, 100),
    );
    await this.executor.execute({ tenantId: TENANT, workflowId }, { type: 'record-closing', artifacts });
    this.lastStepMs.delete(workflowId);
    this.ends.get(workflowId)?.();
    this.ends.delete(workflowId);
  }
}

/** The report's message, as the consumer of completed tasks would have it. */
function deliveryOf(eventId: string) {
  return { consumer: 'orchestrator-completed-agent-task', eventId, tenantId: TENANT } as never;
}

function reference(path: string, size_bytes: number) {
  return {
    artifact_id: createId('art'),
    version_id: createId('ver'),
    version: 1,
    path,
    sha256: 'ab'.repeat(32),
    size_bytes,
  };
}
