import { FaultPlan } from '../faults/fault-plan';
import { NO_FAULTS } from '../faults/fault-rates';
import { runInBackground } from '../kernel/run-in-background.fixture';
import { SimulatedProcess } from '../kernel/simulated-process';
import { Simulation } from '../kernel/simulation';
import { databaseFunctions } from './database-functions';
import { ProcessDatabase } from './process-database';
import { storeContract } from './store-contract.fixture';
import { Tables } from './tables';

describe('the simulated database', () => {
  storeContract(() => {
    const simulation = new Simulation(1);
    const tables = new Tables(() => simulation.wallMs);
    const process = new SimulatedProcess(simulation, 'orchestrator');
    const faults = new FaultPlan(simulation, NO_FAULTS);
    runInBackground(simulation);
    return Promise.resolve(new ProcessDatabase(process, tables, databaseFunctions(tables), faults));
  });

  it('names the function it lacks', async () => {
    const simulation = new Simulation(1);
    const process = new SimulatedProcess(simulation, 'orchestrator');
    const tables = new Tables(() => simulation.wallMs);
    const faults = new FaultPlan(simulation, NO_FAULTS);
    const database = new ProcessDatabase(process, tables, databaseFunctions(tables), faults);
    runInBackground(simulation);
    await expect(database.call('no_such_function')).rejects.toThrow('has no function no_such_function');
  });
});
