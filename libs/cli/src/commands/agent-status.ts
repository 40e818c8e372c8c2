import { EXIT_CODES } from '../exit-codes';
import { renderFields, renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const agentStatus: Command = {
  name: 'agent status',
  summary: 'Show what an agent is doing',
  arguments: ['agent-id'],
  options: {
    workflow: { type: 'string', value: '<id>', description: 'in this workflow; else the newest it works in' },
  },
  async run(invocation) {
    const workflow_id = invocation.text('workflow');
    const reply = await invocation.client.getAgentStatus({
      agent_id: invocation.requiredArgument('agent-id'),
      ...(workflow_id === undefined ? {} : { workflow_id }),
    });
    invocation.output.show(reply, () => [
      ...renderFields({
        agent: reply.name,
        status: reply.status,
        workflow: reply.workflow_id ?? undefined,
        task: reply.current_task ?? undefined,
        since: reply.started_at ?? undefined,
        progress: reply.progress_percent === null ? undefined : `${reply.progress_percent} %`,
        artifacts: reply.artifacts_created.join(', ') || undefined,
      }),
      ...(reply.active_tasks.length === 0
        ? []
        : [
            '',
            ...renderTable(
              ['workflow', 'task', 'attempt', 'since'],
              reply.active_tasks.map((task) => [
                task.workflow_id,
                task.name,
                String(task.attempt),
                task.started_at ?? '',
              ]),
            ),
          ]),
    ]);
    return EXIT_CODES.ok;
  },
};
