import { ArtifactShelf } from './around/artifact-shelf';
import { Client } from './around/client';
import { documentFor } from './around/document-for';
import { ModelRouter } from './around/model-router';
import { People } from './around/people';
import { SimulatedBus } from './bus/simulated-bus';
import { Checks } from './checks/checks';
import { FaultPlan } from './faults/fault-plan';
import type { FaultRates } from './faults/fault-rates';
import type { SimulatedProcess } from './kernel/simulated-process';
import type { Simulation } from './kernel/simulation';
import type { Functions, Mutant } from './mutants/mutant';
import { consumersOf } from './nodes/consumers-of';
import { OrchestratorNode } from './nodes/orchestrator-node';
import { RunnerNode } from './nodes/runner-node';
import type { RunnerParts } from './nodes/runner-node';
import { ProcessLibrary } from './processes/process-library';
import type { RunSettings } from './run-settings';
import { Tables } from './store/tables';
import { watchedFunctions } from './store/watched-functions';

/** What a world is made with. */
export interface WorldOptions {
  readonly simulation: Simulation;
  readonly rates: FaultRates;
  readonly settings: RunSettings;
  readonly mutant: Mutant;
  readonly runnerParts: RunnerParts;
  readonly isTold: boolean;
}

/** The whole platform of one run: real orchestrators and runners, everything else simulated. */
export class World {
  readonly simulation: Simulation;
  readonly settings: RunSettings;
  readonly mutant: Mutant;
  readonly runnerParts: RunnerParts;
  readonly isTold: boolean;
  readonly faults: FaultPlan;
  readonly library: ProcessLibrary;
  readonly tables: Tables;
  readonly checks: Checks;
  readonly bus: SimulatedBus;
  readonly shelf = new ArtifactShelf();
  readonly router: ModelRouter;
  readonly people: People;
  readonly functions: Functions;
  readonly orchestrators: OrchestratorNode[] = [];
  readonly runners: RunnerNode[] = [];
  readonly clients: Client[];
  /** Whether a workflow moved since this was last set to false. */
  hasProgressed = false;

  constructor({ simulation, rates, settings, mutant, runnerParts, isTold }: WorldOptions) {
    this.simulation = simulation;
    this.settings = settings;
    this.mutant = mutant;
    this.runnerParts = runnerParts;
    this.isTold = isTold;
    this.faults = new FaultPlan(simulation, rates);
    this.library = new ProcessLibrary(simulation.random);
    this.tables = new Tables(() => simulation.wallMs);
    this.checks = new Checks(this);
    this.bus = new SimulatedBus(simulation, this.faults, consumersOf(this.library.pools()), this.checks.messages);
    this.router = new ModelRouter(simulation, this.faults, (request, isGood) =>
      documentFor(this.checks.history, request, isGood),
    );
    this.people = new People(simulation, this.faults, this.bus, mutant.answersCount);
    this.functions = watchedFunctions(this);
    this.clients = Array.from(
      { length: settings.workflows },
      (_, index) => new Client(this, settings.tenants[index % settings.tenants.length] ?? 'ten_a', index + 1),
    );
  }

  /** Starts every process and lets the clients begin. */
  start(): void {
    this.bus.ensureTopology();
    this.people.start();
    for (let index = 0; index < this.settings.orchestrators; index += 1) this.startOrchestrator(index);
    for (let index = 0; index < this.settings.runners; index += 1) this.startRunner(index);
    for (const client of this.clients) {
      const { name } = this.simulation.random.pick(this.library.current());
      this.simulation.after(this.simulation.random.fraction() * 1_000, () => void client.start(name));
    }
  }

  /** Every process that runs real code. */
  nodes(): { readonly process: SimulatedProcess }[] {
    return [...this.orchestrators, ...this.runners];
  }

  /** A workflow has moved. */
  progressed(): void {
    this.hasProgressed = true;
  }

  private startOrchestrator(index: number): void {
    const node = new OrchestratorNode(this, `orchestrator-${index + 1}`);
    this.orchestrators[index] = node;
    this.restartWhenEnded(node.process, () => this.startOrchestrator(index));
    void node.start();
  }

  private startRunner(index: number): void {
    const node = new RunnerNode(this, `runner-${index + 1}`);
    this.runners[index] = node;
    this.restartWhenEnded(node.process, () => this.startRunner(index));
  }

  private restartWhenEnded(process: SimulatedProcess, start: () => void): void {
    process.onEnd(() => {
      this.simulation.after(this.simulation.random.logarithmic(500, 20_000), () => {
        this.simulation.tell(() => `${process.name} starts again`);
        start();
      });
    });
  }
}
