import { agentTaskCompleted } from '@botarmy/contracts';
import { EVENT_ID_HEADER, outgoingMessage, toNatsHeaders } from '@botarmy/messaging';

import type { World } from '../world';

/** Schedules what happens at some instant of a run: outages, crashes, stops, jumps, losses, people. */
export function scheduleMishaps(world: World, withinMs: number): void {
  const { simulation, faults } = world;
  const { random } = simulation;
  const mishaps = {
    databaseOutages: () => faults.takeDatabaseAway(),
    crashes: () => crash(world),
    stops: () => stop(world),
    clockJumps: () => jump(world),
    wipes: () => wipe(world),
    interventions: () => void random.pick(world.clients).interfere(),
    processChanges: () => publish(world),
    forgeries: () => forge(world),
  };
  for (const [name, strike] of Object.entries(mishaps)) {
    const times = faults.rates[name as keyof typeof mishaps];
    for (let count = 0; count < times; count += 1) {
      // Early more often than late: most of a run happens early.
      simulation.after(random.logarithmic(20, withinMs), () => {
        if (faults.isActive) strike();
      });
    }
  }
}

function crash(world: World): void {
  const { process } = world.simulation.random.pick(world.nodes());
  world.simulation.tell(() => `${process.name} is killed`);
  process.kill();
}

function stop(world: World): void {
  const { simulation } = world;
  const { process } = simulation.random.pick(world.nodes());
  const forMs = simulation.random.logarithmic(1_000, 180_000);
  simulation.tell(() => `${process.name} stands still for ${(forMs / 1_000).toFixed(1)} s`);
  process.stop();
  simulation.after(forMs, () => process.continue());
}

function jump(world: World): void {
  const { simulation } = world;
  const { process } = simulation.random.pick(world.nodes());
  process.clockOffsetMs = simulation.random.between(-3_600_000, 3_600_000);
  simulation.tell(() => `${process.name} has its clock off by ${Math.round(process.clockOffsetMs / 1_000)} s`);
}

function wipe({ simulation, bus, orchestrators }: World): void {
  simulation.tell(() => 'the broker loses its store');
  bus.wipe();
  for (const node of orchestrators) {
    node.process.after(simulation.random.fraction() * 10_000, () => node.checkTopology());
  }
}

function publish({ simulation, library, orchestrators }: World): void {
  const process = library.change(simulation.random);
  if (process === undefined) return;
  simulation.tell(() => `${process.name} ${process.version} is published`);
  for (const node of orchestrators) void node.publish(process);
}

/** Somebody with a runner's login reports the end of an attempt in another tenant's name. */
function forge({ simulation, bus, checks }: World): void {
  const { random } = simulation;
  const waiting = [...checks.history.folded.values()].flatMap(({ state, waitsFor }) =>
    [...waitsFor.values()].flatMap((effect) => (effect.type === 'send-agent-task' ? [{ state, effect }] : [])),
  );
  if (waiting.length === 0) return;
  const { state, effect } = random.pick(waiting);
  const { workflow_id, task_id, attempt, lease, output } = effect;
  const eventId = `forged.${random.bits()}`;
  checks.messages.forge(eventId);
  const message = outgoingMessage(agentTaskCompleted, {
    eventId,
    tenantId: state.tenant_id === 'ten_a' ? 'ten_b' : 'ten_a',
    key: [workflow_id],
    payload: {
      ...{ workflow_id, task_id, attempt, lease, duration_ms: 1 },
      artifact: {
        ...{ artifact_id: 'art_forged', version_id: 'ver_forged', version: 1, path: output.path },
        ...{ sha256: '0'.repeat(64), size_bytes: 1 },
      },
      evidence: { passed: true, words: 1, missing_sections: [], repairs: 0 },
      usage: {
        provider: 'x',
        model: 'x',
        input_tokens: 1,
        output_tokens: 1,
        cost_micros: 1,
        calls: 1,
        simulated: true,
      },
    },
  });
  try {
    bus.publish(message.subject, message.payload, toNatsHeaders({ [EVENT_ID_HEADER]: eventId }), eventId);
  } catch {
    // The broker has lost its store: the forger fails as everybody does.
  }
}
