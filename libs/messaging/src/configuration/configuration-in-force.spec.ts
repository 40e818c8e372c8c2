import type { Clock, Logger } from '@botarmy/chassis';
import type { ConfigurationScope } from '@botarmy/contracts';

import type { Broker } from '../connection/broker';
import { ConfigurationInForce } from './configuration-in-force';

/** A book whose source holds scopes, and its news, reconnects and timers as a test lets them happen. */
function rig(scopes: ConfigurationScope[]) {
  const asked: number[] = [];
  const heard: (() => void)[] = [];
  const timers: { ms: number; ring: () => void }[] = [];
  const broker = {
    connection: { subscribe: (_subject: string, { callback }: { callback: () => void }) => heard.push(callback) },
    onReconnect: (listener: () => void) => heard.push(listener),
  } as unknown as Broker;
  const clock = {
    setTimer: (ms: number, ring: () => void) => {
      timers.push({ ms, ring });
      return { cancel: () => undefined };
    },
  } as unknown as Clock;
  const book = new ConfigurationInForce({
    broker,
    clock,
    logger: { warn: () => undefined, info: () => undefined } as unknown as Logger,
    shutdown: { register: () => undefined } as never,
    source: (after) => {
      asked.push(after);
      return Promise.resolve(scopes.filter(({ revision }) => revision > after));
    },
  });
  return { book, asked, heard, timers };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const KEY = 'workflow.parallel_execution';
const LIMIT = 'rate_limits.uploads_per_hour';

describe('the configuration in force', () => {
  it('is by default what the keys say', () => {
    const { book } = rig([]);
    expect(book.of('ten_a')[LIMIT]).toBe(1_000);
    expect(book.of('ten_a')[KEY]).toBeUndefined();
  });

  it('is a tenant’s own before the installation’s, and asks only for what is new', async () => {
    const scopes: ConfigurationScope[] = [
      { target_tenant: '*', revision: 1, values: { [LIMIT]: 7 } },
      { target_tenant: 'ten_a', revision: 2, values: { [KEY]: true } },
    ];
    const { book, asked } = rig(scopes);
    const changes: unknown[] = [];
    book.onChange(() => changes.push(book.installation[LIMIT]));
    await book.read();
    expect([book.of('ten_a')[KEY], book.of('ten_a')[LIMIT], book.of('ten_b')[KEY]]).toEqual([true, 7, undefined]);
    scopes.push({ target_tenant: '*', revision: 3, values: {} });
    await book.read();
    await book.read();
    expect([book.of('ten_a')[LIMIT], book.installation[LIMIT], asked]).toEqual([1_000, 1_000, [0, 2, 3]]);
    expect(changes).toEqual([7, 1_000]);
  });

  it('is read at the start, on news, after a reconnect, and within five seconds when the news was lost', async () => {
    const { book, asked, heard, timers } = rig([]);
    book.start();
    book.start();
    await settled();
    expect([asked.length, timers.at(-1)?.ms]).toEqual([1, 4_000]);
    for (const hear of heard) {
      hear();
      await settled();
    }
    expect([heard.length, asked.length]).toEqual([2, 3]);
    timers.at(-1)?.ring();
    await settled();
    expect(asked.length).toBe(4);
  });
});
