import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { closedChoice } from './closed-choice';
import { dollars } from './money';
import { pageOf, pageOptions } from './page-options';

const STATES = ['claimed', 'done', 'failed', 'outcome_unknown'] as const;

export const listCalls: Command = {
  name: 'call list',
  summary: 'List model calls, newest first; --state outcome_unknown shows those to decide about',
  options: {
    state: { type: 'string', value: STATES.join('|'), description: 'only those in this state' },
    doubtful: { type: 'boolean', description: 'only those that may have been paid for nothing' },
    workflow: { type: 'string', value: '<id>', description: 'only those of this workflow' },
    ...pageOptions,
  },
  async run(invocation) {
    const state = closedChoice('--state', invocation.text('state'), STATES);
    const workflow_id = invocation.text('workflow');
    const reply = await invocation.client.listModelCalls({
      ...(state === undefined ? {} : { state }),
      ...(invocation.flag('doubtful') ? { doubtful: 'true' as const } : {}),
      ...(workflow_id === undefined ? {} : { workflow_id }),
      ...pageOf(invocation),
    });
    invocation.output.show(reply, () => [
      ...(reply.calls.length === 0
        ? ['There is no such call.']
        : renderTable(
            ['id', 'state', 'model', 'tier', 'cost', 'since', 'key'],
            reply.calls.map((call) => [
              call.call_id,
              call.needs_decision ? `${call.state} (decide)` : call.state,
              call.model ?? '-',
              call.tier ?? '-',
              dollars(call.cost_micros),
              call.created_at,
              call.idempotency_key,
            ]),
          )),
      ...(reply.next_cursor === null ? [] : ['', `More: --cursor ${reply.next_cursor}`]),
    ]);
    return EXIT_CODES.ok;
  },
};
