import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { repeatOptions, repeatOptionsOf, sayWhatIsRepeated } from './repeat-options';

export const retryTask: Command = {
  name: 'workflow retry',
  summary: 'Give a task a new attempt, whether it waits, runs or is done',
  arguments: ['workflow-id', 'task-id'],
  options: repeatOptions,
  async run(invocation) {
    const reply = await invocation.client.retryTask({
      workflow_id: invocation.requiredArgument('workflow-id'),
      task_id: invocation.requiredArgument('task-id'),
      ...repeatOptionsOf(invocation),
    });
    invocation.output.show(reply, () => sayWhatIsRepeated(reply));
    return EXIT_CODES.ok;
  },
};
