import { randomBytes } from 'node:crypto';

import { createId } from '@botarmy/contracts';

import { callRequest, createRouterRig } from './router.fixture';
import type { RouterRig } from './router.fixture';

/** With LONG_THREAD_CALLS=300 the whole form: 300 calls on a thread that ends at 200,000 tokens. */
const CALLS = Number(process.env['LONG_THREAD_CALLS'] ?? 60);
const THREAD_TOKENS = (200_000 * CALLS) / 300;
/** The simulated provider counts four characters as a token. */
const CHARACTERS_PER_CALL = Math.floor((THREAD_TOKENS * 4) / CALLS);

const SIZE = `SELECT coalesce(sum(pg_column_size(c.*)), 0)::integer AS bytes FROM llm_router.model_call c WHERE workflow_id = $1`;

/** One message takes 600,000 characters. */
function messagesOf(thread: string): { role: 'user'; content: string }[] {
  const half = thread.slice(0, 500_000);
  const rest = thread.slice(500_000);
  return [half, rest].filter((content) => content !== '').map((content) => ({ role: 'user', content }));
}

describe('a long thread', () => {
  let rig: RouterRig;

  beforeAll(async () => {
    rig = await createRouterRig();
    await rig.start();
  });
  afterAll(() => rig.stop());

  it('costs what is new in each call, however long it has become', async () => {
    const workflow_id = createId('wf');
    const sizes: number[] = [];
    let thread = '';
    await rig.simulator.script({ match: {}, script: { text: 'Understood, go on.' } });
    for (let call = 1; call <= CALLS; call += 1) {
      thread += `${randomBytes(Math.ceil((CHARACTERS_PER_CALL * 3) / 4)).toString('base64')}\n`;
      const idempotency_key = `${workflow_id}/requirements/1/${call}`;
      const { text } = await rig.ask(callRequest({ workflow_id, idempotency_key, messages: messagesOf(thread) }));
      thread += `${text}\n`;
      if (call % (CALLS / 6) !== 0) continue;
      const [row] = await rig.database.query(SIZE, [workflow_id]);
      sizes.push((row as { bytes: number }).bytes);
    }
    const [first = 0] = sizes;
    const last = (sizes.at(-1) ?? 0) - (sizes.at(-2) ?? 0);
    const perCall = (bytes: number): string => `${Math.round((bytes * 6) / CALLS)} bytes per call`;
    process.stdout.write(
      `thread of ${THREAD_TOKENS} tokens: ${perCall(first)} at first, ${perCall(last)} at the end\n`,
    );
    expect(last).toBeLessThan(first * 1.2);
  }, 240_000);
});
