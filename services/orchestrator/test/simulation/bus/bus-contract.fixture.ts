import { headers } from 'nats';
import type { JsMsg } from 'nats';

import type { Broker } from '@botarmy/messaging';

/** A broker with one durable, `orchestrator-close-workflow`, whose wait for an acknowledgement is a second. */
export interface ContractedBus {
  readonly broker: Pick<Broker, 'jetstream'>;
  /** The broker loses its streams and consumers. */
  wipe(): Promise<void>;
  /** Streams and consumers are made again. */
  provision(): Promise<void>;
}

/** The durable of the contract. */
export const DURABLE = 'orchestrator-close-workflow';
const STREAM = 'COMMANDS';

/** What publishers and consumer loops rely on; run on nats-server and on the simulation's bus. */
export function busContract(open: () => Promise<ContractedBus>): void {
  let bus: ContractedBus;
  let count = 0;
  const publish = async (id: string): Promise<{ seq: number; duplicate: boolean }> => {
    const options = { msgID: id, headers: headers(), timeout: 5_000 };
    const { seq, duplicate } = await bus.broker.jetstream.publish(
      'cmd.ten_a.workflow.close.v1.wf_a',
      JSON.stringify({ id }),
      options as never,
    );
    return { seq, duplicate };
  };
  const fresh = (): string => `m${(count += 1)}`;
  const next = async (): Promise<JsMsg> => {
    const consumer = await bus.broker.jetstream.consumers.get(STREAM, DURABLE);
    const message = await consumer.next({ expires: 10_000 });
    if (message === null) throw new Error('no message came');
    return message;
  };
  const idOf = (message: JsMsg): string => (JSON.parse(new TextDecoder().decode(message.data)) as { id: string }).id;
  const take = async (): Promise<string> => {
    const message = await next();
    message.ack();
    return idOf(message);
  };

  beforeAll(async () => {
    bus = await open();
  });

  it('delivers in order what is acknowledged each time', async () => {
    const ids = [fresh(), fresh(), fresh()];
    for (const id of ids) await publish(id);
    const taken = [await take(), await take(), await take()];
    expect(taken).toEqual(ids);
  });

  it('numbers messages and swallows a repeated id', async () => {
    const id = fresh();
    const first = await publish(id);
    const again = await publish(id);
    expect(first.duplicate ?? false).toBe(false);
    expect(again.duplicate).toBe(true);
    const other = fresh();
    expect((await publish(other)).seq).toBe(first.seq + 1);
    expect([await take(), await take()]).toEqual([id, other]);
  });

  it('says what it delivers', async () => {
    const { seq } = await publish(fresh());
    const message = await next();
    message.ack();
    expect(message.subject).toBe('cmd.ten_a.workflow.close.v1.wf_a');
    expect(message.seq).toBe(seq);
    expect(message.info).toMatchObject({ stream: STREAM, redelivered: false, redeliveryCount: 1 });
  });

  it('repeats what is handed back, after the wait it asks for, and counts', async () => {
    const id = fresh();
    await publish(id);
    const first = await next();
    first.nak(200);
    const second = await next();
    expect([idOf(second), second.info.redelivered, second.info.redeliveryCount]).toEqual([id, true, 2]);
    second.ack();
  });

  it('repeats what nobody acknowledges, to whoever pulls', async () => {
    const [id, other] = [fresh(), fresh()];
    await publish(id);
    await publish(other);
    const first = await next();
    expect(idOf(first)).toBe(id);
    expect(await take()).toBe(other);
    const second = await next();
    expect([idOf(second), second.info.redeliveryCount]).toEqual([id, 2]);
    // The first delivery counts although a later one is under way.
    first.ack();
    const last = fresh();
    await publish(last);
    expect(await take()).toBe(last);
  });

  it('does not repeat what is worked on, nor what is given up', async () => {
    const [id, other] = [fresh(), fresh()];
    await publish(id);
    const message = await next();
    for (let beat = 0; beat < 3; beat += 1) {
      message.working();
      await publish(`${other}-${beat}`);
      await take();
    }
    message.term();
    await publish(other);
    expect(await take()).toBe(other);
  });

  it('refuses messages while its store is lost, then begins anew with its numbers', async () => {
    const id = fresh();
    await publish(id);
    await take();
    await bus.wipe();
    await expect(publish(fresh())).rejects.toMatchObject({ code: '503' });
    await bus.provision();
    expect(await publish(id)).toEqual({ seq: 1, duplicate: false });
    expect(await take()).toBe(id);
  });
}
