import fc from 'fast-check';

import type { RunningService } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import { BotArmyProblem, createBotArmyClient } from '@botarmy/sdk';

import { GatewayRig } from '../gateway.fixture';
import { PublicDocument } from '../openapi/public-document';
import { arbitraryOf } from './arbitrary-of-schema.fixture';
import { PREFIXES } from './generated-requests.fixture';
import { isEventStream, PublicDocumentReader } from './public-document.fixture';
import type { Operation } from './public-document.fixture';
import { answerEverything } from './stand-in-services.fixture';

const SEED = 7;

type Method = (request: Record<string, unknown>) => Promise<unknown>;

describe('the generated client', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let document: PublicDocumentReader;
  const sent: { method: string; path: string }[] = [];

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    document = new PublicDocumentReader(JSON.parse(JSON.stringify(gateway.app.get(PublicDocument).read())) as never);
    answerEverything(rig, { seed: SEED });
  });
  afterAll(() => rig.stop());

  function argumentsFor({ parameters, body }: Operation): Record<string, unknown> {
    const inBody =
      body === undefined ? {} : fc.sample(arbitraryOf(body, document.resolve), { numRuns: 1, seed: SEED })[0];
    const others = parameters
      .filter(({ required, in: place }) => required || place === 'path')
      .map(({ name, in: place, schema }) => {
        if (name === 'If-Match') return [name, '"3"'];
        if (place === 'path') return [name, PREFIXES[name] === undefined ? 'a-name' : createId(PREFIXES[name])];
        return [name, fc.sample(arbitraryOf(schema, document.resolve), { numRuns: 1, seed: SEED })[0]];
      });
    return { ...(inBody as object), ...(Object.fromEntries(others) as object) };
  }

  it('drives every route by a method of its own: the request reaches it, the answer or the refusal comes back typed', async () => {
    const faults: string[] = [];
    const refused: string[] = [];
    const operations = document.operations.filter((operation) => !isEventStream(operation));
    for (const operation of operations) {
      const client = createBotArmyClient({
        baseUrl: gateway.url,
        token: rig.session('owner').secret,
        fetch: (input, init) => {
          const request = new Request(input, init);
          sent.push({ method: request.method, path: new URL(request.url).pathname });
          return fetch(request);
        },
      });
      const { method, path, operationId } = operation;
      const call = (client as unknown as Record<string, Method | undefined>)[operationId];
      if (call === undefined) {
        faults.push(`there is no method ${operationId}`);
        continue;
      }
      try {
        await call.call(client, argumentsFor(operation));
      } catch (error) {
        if (!(error instanceof BotArmyProblem) || error.status === 0 || error.status >= 500) {
          faults.push(`${operationId}: ${String(error)}`);
        }
        refused.push(operationId);
      }
      const last = sent.at(-1);
      const template = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
      if (last?.method !== method || !template.test(last.path))
        faults.push(`${operationId} asked ${JSON.stringify(last)}`);
    }
    expect(faults).toEqual([]);
    // A few routes want more of their input than its schema says (a brief that is text, a period that begins before it ends).
    expect(refused.length).toBeLessThan(operations.length / 4);
  }, 120_000);
});
