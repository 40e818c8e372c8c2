import { createId } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { createHitlRig, requestBuilder } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';
import { openingOf } from './opening';

/** `HITL_WAITING=10000` for the long form. */
const WAITING = Number(process.env['HITL_WAITING'] ?? 300);

describe('requests that wait while nobody runs', () => {
  let rig: HitlRig;

  beforeAll(async () => {
    rig = await createHitlRig();
  });
  afterAll(() => rig.stop());

  it(
    `are all there after a restart, and what was due meanwhile happens once (${WAITING})`,
    async () => {
      const workflow_id = createId('wf');
      const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
      const policy = { quorum: 2, deadline: { after_minutes: 30, then: 'reject' } };
      const due = openingOf(requestBuilder({ workflow_id, requested_at: anHourAgo, policy }));
      const patient = openingOf(requestBuilder({ workflow_id, requested_at: anHourAgo }));
      const first = await rig.start();
      await first.close();
      // Every second one is overdue; the service is away.
      await rig.database.query(
        `WITH path AS MATERIALIZED (SELECT set_config('search_path', 'hitl', true))
         SELECT hitl.hitl_request_open('ten_default', 'bulk', 'bulk.' || item, request || jsonb_build_object('request_id', 'hitl_' || lpad(item::text, 26, 'a')))
           FROM path, generate_series(1, ${WAITING}) AS item,
             LATERAL (SELECT CASE WHEN item % 2 = 0 THEN $1::jsonb ELSE $2::jsonb END AS request) AS chosen`,
        [JSON.stringify(due), JSON.stringify(patient)],
      );

      await Promise.all([rig.start(), rig.start()]);
      const countOf = async (status: 'pending' | 'rejected') =>
        (await rig.list({ workflow_id, status, limit: 1 })).total_count;
      const overdue = Math.floor(WAITING / 2);
      await waitFor(async () => (await countOf('rejected')) === overdue, {
        describe: 'every deadline to be acted upon',
        timeoutMs: 60_000 + WAITING * 10,
      });
      await expect(countOf('pending')).resolves.toBe(WAITING - overdue);
      await waitFor(async () => (await rig.database.query('SELECT 1 FROM hitl.outbox LIMIT 1')).length === 0, {
        describe: 'all news to be told',
        timeoutMs: 30_000 + WAITING * 10,
      });
      await expect(rig.answersInStream(workflow_id)).resolves.toHaveLength(overdue);
      const trails = await rig.database.query<{ decisions: string; most: number }>(
        `SELECT count(*)::text AS decisions, max(per_request)::int AS most
           FROM (SELECT count(*) AS per_request FROM hitl.hitl_record WHERE type = 'decided' GROUP BY request_id) AS each`,
      );
      expect(trails).toEqual([{ decisions: String(overdue), most: 1 }]);
    },
    120_000 + WAITING * 20,
  );
});
