import type { TimerHandle } from '@botarmy/chassis';
import type { ConsumerDeclaration } from '@botarmy/contracts';

import type { FaultPlan } from '../faults/fault-plan';
import type { SimulatedProcess } from '../kernel/simulated-process';
import type { Simulation } from '../kernel/simulation';
import type { StoredMessage } from './stored-message';

/** One delivery on its way to a process. */
export interface BusDelivery {
  readonly message: StoredMessage;
  readonly count: number;
  readonly durable: DurableConsumer;
}

interface Pull {
  readonly process: SimulatedProcess;
  readonly resolve: (delivery: BusDelivery) => void;
  readonly reject: (error: Error) => void;
}

interface Unacknowledged {
  readonly message: StoredMessage;
  count: number;
  /** Ends the wait for an acknowledgement; undefined while the message waits to be delivered again. */
  wait: TimerHandle | undefined;
}

/** A durable consumer: hands each message to one of those that pull, again and again until it is acknowledged. */
export class DurableConsumer {
  private readonly pulls: Pull[] = [];
  private readonly pending: StoredMessage[] = [];
  private readonly unacknowledged = new Map<number, Unacknowledged>();
  private isGone = false;

  constructor(
    readonly declaration: ConsumerDeclaration,
    private readonly simulation: Simulation,
    private readonly faults: FaultPlan,
  ) {}

  /** A message that matches has come to the stream. */
  offer(message: StoredMessage): void {
    this.pending.push(message);
    this.deliver();
  }

  /** The next message; rejects when the consumer is gone. */
  pull(process: SimulatedProcess): Promise<BusDelivery> {
    return new Promise((resolve, reject) => {
      if (this.isGone) reject(new Error('consumer not found'));
      else this.pulls.push({ process, resolve, reject });
      this.deliver();
    });
  }

  acknowledge(seq: number): void {
    this.unacknowledged.get(seq)?.wait?.cancel();
    this.unacknowledged.delete(seq);
    const index = this.pending.findIndex((message) => message.seq === seq);
    if (index >= 0) this.pending.splice(index, 1);
  }

  /** The message is to be delivered again after a while. */
  repeat(seq: number, afterMs: number): void {
    const open = this.unacknowledged.get(seq);
    if (open === undefined) return;
    open.wait?.cancel();
    open.wait = this.simulation.after(afterMs, () => this.offerAgain(seq));
  }

  /** Somebody works on it: the wait begins anew. */
  extend(seq: number): void {
    const open = this.unacknowledged.get(seq);
    if (open?.wait === undefined) return;
    open.wait.cancel();
    this.startWait(open);
  }

  /** The broker lost the consumer; those that pull find out sooner or later. */
  remove(): void {
    this.isGone = true;
    for (const { wait } of this.unacknowledged.values()) wait?.cancel();
    this.unacknowledged.clear();
    for (const pull of this.pulls.splice(0)) this.refuse(pull);
  }

  private refuse({ process, reject }: Pull): void {
    process.after(this.simulation.random.fraction() * 10_000, () => reject(new Error('consumer deleted')));
  }

  private offerAgain(seq: number): void {
    const open = this.unacknowledged.get(seq);
    if (open === undefined || this.isGone) return;
    open.wait = undefined;
    this.offer(open.message);
  }

  private deliver(): void {
    while (this.pending.length > 0 && !this.isGone) {
      const pull = this.takePull();
      if (pull === undefined) return;
      const message = this.takeMessage();
      const open = this.unacknowledged.get(message.seq) ?? { message, count: 0, wait: undefined };
      this.unacknowledged.set(message.seq, open);
      open.count += 1;
      this.startWait(open);
      this.send({ message, count: open.count, durable: this }, pull);
      if (this.faults.strikes('deliveryDuplicated'))
        this.repeat(message.seq, this.simulation.random.logarithmic(1, 20_000));
    }
  }

  private send(delivery: BusDelivery, pull: Pull): void {
    const { random } = this.simulation;
    if (this.faults.strikes('deliveryLost')) {
      this.simulation.after(random.fraction() * 100, () => {
        if (this.isGone) {
          this.refuse(pull);
          return;
        }
        this.pulls.push(pull);
        this.deliver();
      });
      return;
    }
    const delayMs = this.faults.strikes('delayed') ? random.logarithmic(1_000, 180_000) : random.fraction() * 3;
    pull.process.after(delayMs, () => pull.resolve(delivery));
  }

  private startWait(open: Unacknowledged): void {
    open.wait?.cancel();
    const { seq } = open.message;
    open.wait = this.simulation.after(this.declaration.ackWaitSeconds * 1_000, () => this.offerAgain(seq));
  }

  private takePull(): Pull | undefined {
    const { pulls } = this;
    while (pulls.length > 0) {
      const index = this.simulation.random.between(0, pulls.length - 1);
      const [pull] = pulls.splice(index, 1);
      if (pull?.process.isAlive === true) return pull;
    }
    return undefined;
  }

  private takeMessage(): StoredMessage {
    const isReordered = this.pending.length > 1 && this.faults.strikes('reordered');
    const index = isReordered ? this.simulation.random.between(0, this.pending.length - 1) : 0;
    const [message] = this.pending.splice(index, 1);
    if (message === undefined) throw new Error('there is no message to deliver');
    return message;
  }
}
