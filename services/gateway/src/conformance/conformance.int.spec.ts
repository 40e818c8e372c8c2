import fc from 'fast-check';

import type { RunningService } from '@botarmy/chassis';
import type { LogInReply } from '@botarmy/contracts';

import { GatewayRig } from '../gateway.fixture';
import { PublicDocument } from '../openapi/public-document';
import { requestsFor } from './generated-requests.fixture';
import type { GeneratedRequest } from './generated-requests.fixture';
import { isBytes, isEventStream, PublicDocumentReader } from './public-document.fixture';
import type { Operation } from './public-document.fixture';
import { answerEverything, REFUSED_BY_A_SERVICE } from './stand-in-services.fixture';

/** Requests per route; the long form is `CONFORMANCE_REQUESTS=1000`. */
const REQUESTS = Number(process.env['CONFORMANCE_REQUESTS'] ?? 8);
const SEED = Number(process.env['CONFORMANCE_SEED'] ?? 20_261_123);

/** What the gateway itself refuses on any route before it is asked for. */
const REFUSED_ANYWHERE = [404, 413, 415, 429];

describe('generated requests', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;
  let document: PublicDocumentReader;
  let refusals: () => number;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('owner');
    const read = gateway.app.get(PublicDocument).read();
    document = new PublicDocumentReader(JSON.parse(JSON.stringify(read)) as never);
    refusals = answerEverything(rig, { seed: SEED, refuseEvery: 9 });
  });
  afterAll(() => rig.stop());

  /** Undefined when the answer was cut off: so end bytes of which a service refuses the rest, for the client to see that some are missing. */
  async function send(operation: Operation, request: GeneratedRequest) {
    const before = refusals();
    return ask(operation, request).catch((error: Error) => {
      const isCutOff = error.message === 'response destroyed before completion';
      if (isCutOff && isBytes(operation) && refusals() > before) return undefined;
      throw error;
    });
  }

  async function ask(operation: Operation, request: GeneratedRequest) {
    return gateway.app.inject({
      method: operation.method as 'GET',
      url: request.url,
      headers: {
        ...request.headers,
        authorization: `Bearer ${session.secret}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { payload: request.body }),
    });
  }

  function faultOf(operation: Operation, status: number, type: string, body: string): string | undefined {
    if (status >= 500) return `answered ${status}: ${body.slice(0, 300)}`;
    if (status >= 400) return problemFault(operation, status, type, body);
    const declared = operation.responses[String(status)];
    if (declared === undefined) return `answered ${status}, which the document does not know`;
    const [media, content] = Object.entries(declared.content ?? {})[0] ?? [];
    if (media === undefined || content === undefined)
      return body === '' ? undefined : 'has a body that is not declared';
    if (!type.startsWith(media) && media !== 'application/octet-stream') return `is ${type} and not ${media}`;
    if (media !== 'application/json') return undefined;
    const problems = document.problemsOf(content.schema, JSON.parse(body));
    return problems.length === 0 ? undefined : `does not fit: ${problems.slice(0, 3).join('; ')}`;
  }

  function problemFault(operation: Operation, status: number, type: string, body: string): string | undefined {
    if (!type.startsWith('application/problem+json')) return `refuses with ${type}`;
    const problem = JSON.parse(body) as { code?: string };
    const isForeign = problem.code === REFUSED_BY_A_SERVICE;
    if (!isForeign && operation.responses[String(status)] === undefined && !REFUSED_ANYWHERE.includes(status))
      return `refuses with ${status} ${problem.code ?? ''}, which the document does not know`;
    const problems = document.problemsOf({ $ref: '#/components/schemas/Problem' }, problem);
    return problems.length === 0 ? undefined : `refuses in another form: ${problems.join('; ')}`;
  }

  it(`of every route never fail the gateway, and every answer is what the document says`, async () => {
    const faults: string[] = [];
    const silent = new Set<string>();
    for (const operation of document.operations.filter((each) => !isEventStream(each))) {
      let isServed = false;
      for (const request of fc.sample(requestsFor(operation, document.resolve), { numRuns: REQUESTS, seed: SEED })) {
        if (operation.operationId === 'logOut') session = rig.session('owner');
        const answer = await send(operation, request);
        if (answer === undefined) continue;
        const { statusCode, headers, body } = answer;
        isServed ||= statusCode < 400;
        const fault = faultOf(operation, statusCode, String(headers['content-type'] ?? ''), body);
        if (fault !== undefined) faults.push(`${operation.method} ${request.url} ${request.body ?? ''}: ${fault}`);
        if (operation.operationId === 'logOut') session = rig.session('owner');
      }
      if (!isServed) silent.add(operation.operationId);
    }
    expect(faults).toEqual([]);
    // A check that never saw an answer would prove nothing.
    if (REQUESTS >= 20) expect([...silent]).toEqual([]);
  }, 3_600_000);
});
