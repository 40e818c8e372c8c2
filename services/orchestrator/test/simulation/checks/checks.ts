import type { World } from '../world';
import { DecisionChecks } from './decision-checks';
import { HistoryChecks } from './history-checks';
import { MessageChecks } from './message-checks';

/** Everything that is watched while a run goes on. */
export class Checks {
  readonly history: HistoryChecks;
  readonly messages: MessageChecks;
  readonly decisions: DecisionChecks;
  private readonly answers = new Map<string, string>();

  constructor(private readonly world: World) {
    this.history = new HistoryChecks(world);
    this.messages = new MessageChecks(world);
    this.decisions = new DecisionChecks(world, this.history, this.messages);
  }

  /** A client got an answer: under the same key it is always the same one, a refusal apart. */
  answered(key: string, reply: object): void {
    this.world.progressed();
    if ('refused' in reply) return;
    const text = JSON.stringify(reply, Object.keys(reply).sort());
    const first = this.answers.get(key) ?? text;
    this.answers.set(key, first);
    if (first !== text) this.world.simulation.violate('one answer per key', `${key}: ${first}, then ${text}`);
  }
}
