import fc from 'fast-check';

import { jsonSchemaOf, logIn, logOut, QUESTIONS, verifySession } from '@botarmy/contracts';

import { refuse } from '../gateway.fixture';
import type { GatewayRig } from '../gateway.fixture';
import { arbitraryOf } from './arbitrary-of-schema.fixture';
import type { Schema } from './arbitrary-of-schema.fixture';

/** Refusals of services, as they might come on any route. */
const REFUSALS = [404, 409, 412, 422] as const;
/** Code of the refusals made here. */
export const REFUSED_BY_A_SERVICE = 'refused-by-a-service';

/**
 * Lets the services behind a gateway answer anything their contract allows; every so often one refuses. What says who somebody is stays
 * as the rig has it. The function it returns says how many refusals there were so far.
 */
export function answerEverything(
  rig: GatewayRig,
  { seed, refuseEvery }: { seed: number; refuseEvery?: number },
): () => number {
  const own = new Set([verifySession, logIn, logOut].map(({ subject }) => subject));
  let asked = 0;
  let refused = 0;
  for (const question of QUESTIONS) {
    if (own.has(question.subject) || question.streamed) continue;
    const schema = jsonSchemaOf(question.reply) as Schema & { $defs?: Record<string, Schema> };
    const replies = arbitraryOf(schema, (reference) => schema.$defs?.[reference.slice('#/$defs/'.length)] ?? {});
    // A few answers are enough, made when they are first needed: making them is what takes time.
    let prepared: unknown[] | undefined;
    rig.answer(question, () => {
      asked += 1;
      if (refuseEvery !== undefined && asked % refuseEvery === 0) {
        refused += 1;
        return refuse(REFUSALS[(asked / refuseEvery) % REFUSALS.length] ?? 404, REFUSED_BY_A_SERVICE);
      }
      prepared ??= fc.sample(replies, { numRuns: 8, seed }).map(lastPage);
      return prepared[asked % prepared.length] as object;
    });
  }
  return () => refused;
}

/** Every list ends here: what reads all pages of something comes to an end. */
function lastPage(reply: unknown): unknown {
  return typeof reply === 'object' && reply !== null && 'next_cursor' in reply
    ? { ...reply, next_cursor: null }
    : reply;
}
