import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';
import { sayWhatIsRepeated } from './repeat-options';

export const rerunStale: Command = {
  name: 'workflow rerun-stale',
  summary: 'Do exactly the tasks again whose documents are stale',
  arguments: ['workflow-id'],
  options: idempotencyKeyOption,
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const reply = await invocation.client.rerunStale({ workflow_id, ...idempotencyKeyOf(invocation) });
    invocation.output.show(reply, () => sayWhatIsRepeated(reply));
    return EXIT_CODES.ok;
  },
};
