import { EXIT_CODES } from '../exit-codes';
import { renderFields, renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const showWorkflow: Command = {
  name: 'workflow status',
  summary: 'Show one workflow with its tasks and cost',
  arguments: ['workflow-id'],
  async run({ requiredArgument, client, output }) {
    const status = await client.getWorkflowStatus({ workflow_id: requiredArgument('workflow-id') });
    const { cost } = status;
    output.show(status, () => [
      ...renderFields({
        id: status.id,
        title: status.title,
        process: `${status.workflow_type} ${status.process_version}`,
        status: status.status,
        done: `${status.progress_percent} %`,
        stage: status.current_stage,
        agent: status.current_agent,
        started: status.started_at,
        'expected to end': status.estimated_completion,
        ended: status.finished_at,
        paused: status.paused_at,
        failure: status.failure,
        'waits for': status.pending_request_ids.join(', '),
        'model calls': cost.model_calls,
        tokens: `${cost.input_tokens} in, ${cost.output_tokens} out`,
        cost: `${(cost.cost_micros / 1_000_000).toFixed(4)} USD${status.simulated ? ' (simulated provider)' : ''}`,
      }),
      '',
      ...renderTable(
        ['stage', 'task', 'agent', 'status', 'attempt', 'artifact'],
        status.stages.flatMap(({ name, tasks }) =>
          tasks.map((task) => [
            name,
            task.name,
            task.agent_id,
            task.status,
            String(task.attempt),
            task.artifact?.path ?? task.failure ?? '',
          ]),
        ),
      ),
    ]);
    return EXIT_CODES.ok;
  },
};
