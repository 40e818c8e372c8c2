import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { repeatOptions, repeatOptionsOf, sayWhatIsRepeated } from './repeat-options';

export const restartStage: Command = {
  name: 'workflow restart',
  summary: 'Do a stage again, and what was built from its documents',
  arguments: ['workflow-id', 'stage-id'],
  options: repeatOptions,
  async run(invocation) {
    const reply = await invocation.client.restartStage({
      workflow_id: invocation.requiredArgument('workflow-id'),
      stage_id: invocation.requiredArgument('stage-id'),
      ...repeatOptionsOf(invocation),
    });
    invocation.output.show(reply, () => sayWhatIsRepeated(reply));
    return EXIT_CODES.ok;
  },
};
