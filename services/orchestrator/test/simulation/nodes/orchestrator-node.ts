import type { Type } from '@nestjs/common';

import { Clock, Database, Logger } from '@botarmy/chassis';
import type { Caller } from '@botarmy/contracts';
import { CONSUMERS } from '@botarmy/contracts';
import { ConfigurationInForce, DatabaseDeadLetterStore, OutboxRelay, Publisher } from '@botarmy/messaging';
import type { CompiledProcess, WorkflowEvent } from '@botarmy/process-engine';

import { AppModule } from '../../../src/app.module';
import { ProcessCatalogue } from '../../../src/catalogue/process-catalogue';
import { ProcessVersions } from '../../../src/catalogue/process-versions';
import { OrchestratorConfig } from '../../../src/config';
import { WorkflowRepository } from '../../../src/queries/workflow.repository';
import { Reconciler } from '../../../src/reconciler/reconciler';
import { DecisionNotes } from '../../../src/workflow/decision-notes';
import { PatientClock } from '../kernel/patient-clock';
import { SimulatedProcess } from '../kernel/simulated-process';
import { ProcessDatabase } from '../store/process-database';
import type { World } from '../world';
import { consume, handlerOf } from './consume';
import { Container } from './container';
import { findEndpoints } from './find-endpoints';
import { NO_METRICS, NOTHING_CONFIGURED } from './silent';
import { SimulatedCatalogue } from './simulated-catalogue';
import { surroundings } from './surroundings';

const endpoints = findEndpoints(AppModule);
const handlers = endpoints.flatMap((endpoint) => {
  const declaration = CONSUMERS.find(({ durable }) => durable === endpoint.pattern);
  return declaration === undefined ? [] : [{ ...endpoint, declaration }];
});

/** One orchestrator process: everything in it is real, except what it stands on. */
export class OrchestratorNode {
  readonly process: SimulatedProcess;
  private readonly container: Container;
  private readonly catalogue = new SimulatedCatalogue();
  private isReady = false;
  private topologyPasses = 0;

  constructor(
    private readonly world: World,
    name: string,
  ) {
    const { simulation, tables, faults, settings } = world;
    this.process = new SimulatedProcess(simulation, name);
    const database = new ProcessDatabase(this.process, tables, world.functions, faults);
    const config = Object.assign(new OrchestratorConfig(), settings.orchestrator);
    const history = (_tenant: string, workflowId: string): Promise<WorkflowEvent[]> =>
      database.read(() => historyOf(world, workflowId));
    this.container = new Container([
      ...surroundings(world, this.process, { token: OrchestratorConfig, value: config }),
      [Database, database.asDatabase()],
      [DatabaseDeadLetterStore, new DatabaseDeadLetterStore(database.asDatabase())],
      [ProcessCatalogue, this.catalogue],
      [ConfigurationInForce, NOTHING_CONFIGURED],
      [WorkflowRepository, { history }],
    ]);
    this.container.give(OutboxRelay, this.relay(database));
    this.container.give(Reconciler, this.reconciler());
    if (settings.isForgetful) this.container.get(DecisionNotes).remember = () => undefined;
    world.mutant.orchestrator?.(this.container);
  }

  /** Resolves when it takes messages and questions, as after a start of the service. */
  async start(): Promise<void> {
    for (const process of this.world.library.current()) await this.publish(process);
    this.checkTopology();
    const store = this.container.get(DatabaseDeadLetterStore as unknown as Type<DatabaseDeadLetterStore>);
    for (const { controller, method, declaration } of handlers) {
      const handler = handlerOf(this.container.get(controller), method);
      consume(this.container, declaration, handler, store, this.world.settings.concurrency);
    }
    this.container.get(OutboxRelay as unknown as Type<OutboxRelay>).start();
    this.container.get(Reconciler).start();
    this.isReady = true;
  }

  get takesQuestions(): boolean {
    return this.isReady && this.process.isRunning;
  }

  /** Answers a question as the controller that declares it does. */
  ask(subject: string, request: object, caller: Caller): Promise<object> {
    const endpoint = endpoints.find(({ pattern }) => pattern === subject);
    if (endpoint === undefined) throw new Error(`no controller of the orchestrator answers ${subject}`);
    const methods = this.container.get(endpoint.controller) as Record<string, (...args: object[]) => Promise<object>>;
    const answer = methods[endpoint.method];
    if (answer === undefined) throw new Error(`${endpoint.controller.name} has lost ${endpoint.method}`);
    return answer.call(methods, request, caller);
  }

  /** Offers a version of a process; kept first, as loading the catalogue does. */
  async publish(process: CompiledProcess): Promise<void> {
    for (;;) {
      try {
        await this.container.get(ProcessVersions).keep(process);
        this.catalogue.offer(process);
        return;
      } catch {
        await this.container.get(Clock as Type<Clock>).sleep(500);
      }
    }
  }

  /** One pass of the topology keeper: what is missing is made, and what a lost store held is published again. */
  checkTopology(): void {
    const wasLost = this.world.bus.ensureTopology();
    this.topologyPasses += 1;
    if (!wasLost || this.topologyPasses === 1) return;
    this.world.simulation.tell(() => `${this.process.name} found the broker's store lost`);
    // What could not be published again follows when it is due, as in production.
    this.container
      .get(Reconciler)
      .republishEverything()
      .catch(() => undefined);
  }

  private relay(database: ProcessDatabase): OutboxRelay {
    const { tables } = this.world;
    const clock = new PatientClock(this.process, {
      inMs: () => (tables.outbox.size > 0 ? 0 : Number.POSITIVE_INFINITY),
      onChange: (changed) => tables.watch('outbox', changed),
    });
    const publisher = this.container.get(Publisher as unknown as Type<Publisher>);
    const logger = this.container.get(Logger as Type<Logger>);
    return new OutboxRelay(database.asDatabase(), publisher, clock, logger, NO_METRICS);
  }

  private reconciler(): Reconciler {
    const { tables } = this.world;
    const clock = new PatientClock(this.process, {
      inMs: () => tables.earliestDueMs() - tables.nowMs(),
      onChange: (changed) => tables.watch('dueWork', changed),
    });
    return this.container.build(Reconciler, [[Clock, clock]]);
  }
}

function historyOf(world: World, workflowId: string): WorkflowEvent[] {
  const rows = world.tables.events.get(workflowId) ?? [];
  return rows.map(
    ({ type, schema_version, occurred_at, data }) =>
      ({ type, version: schema_version, occurred_at, data }) as unknown as WorkflowEvent,
  );
}
