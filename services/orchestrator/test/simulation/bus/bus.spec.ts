import { CONSUMERS } from '@botarmy/contracts';

import { FaultPlan } from '../faults/fault-plan';
import { NO_FAULTS } from '../faults/fault-rates';
import { runInBackground } from '../kernel/run-in-background.fixture';
import { SimulatedProcess } from '../kernel/simulated-process';
import { Simulation } from '../kernel/simulation';
import { busContract, DURABLE } from './bus-contract.fixture';
import { ProcessBroker } from './process-broker';
import { SimulatedBus } from './simulated-bus';

describe('the simulated bus', () => {
  busContract(() => {
    const simulation = new Simulation(1);
    const faults = new FaultPlan(simulation, NO_FAULTS);
    const consumers = CONSUMERS.map((consumer) =>
      consumer.durable === DURABLE ? { ...consumer, ackWaitSeconds: 1 } : consumer,
    );
    const bus = new SimulatedBus(simulation, faults, consumers, { stored: () => undefined });
    bus.ensureTopology();
    const process = new SimulatedProcess(simulation, 'orchestrator');
    const broker = new ProcessBroker(process, bus, faults, { acknowledged: () => undefined }).asBroker();
    runInBackground(simulation);
    return Promise.resolve({
      broker,
      wipe: () => Promise.resolve(bus.wipe()),
      provision: () => Promise.resolve(void bus.ensureTopology()),
    });
  });
});
