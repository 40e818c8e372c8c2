import type { ArtifactProvenance } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import { renderFields, renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { dollars } from './money';
import { versionOf, versionOption } from './version-option';

export const showProvenance: Command = {
  name: 'artifact provenance',
  summary: 'Where a version comes from: task, model calls and their cost, approvals, inputs',
  arguments: ['artifact-id'],
  options: versionOption,
  async run(invocation) {
    const artifact_id = invocation.requiredArgument('artifact-id');
    const provenance = await invocation.client.getArtifactProvenance({ artifact_id, ...versionOf(invocation) });
    invocation.output.show(provenance, () => linesOf(provenance));
    return EXIT_CODES.ok;
  },
};

function linesOf({
  artifact,
  task,
  inputs,
  model_calls,
  cost_micros,
  approvals,
  is_complete,
}: ArtifactProvenance): string[] {
  return [
    ...renderFields({
      path: artifact.path,
      version: artifact.version,
      workflow: task.workflow_id,
      stage: task.stage,
      agent: task.agent_id,
      task: task.task_id ?? undefined,
      attempt: task.attempt ?? undefined,
      cost: dollars(cost_micros),
    }),
    '',
    ...renderTable(
      ['input', 'version', 'sha-256'],
      inputs.map(({ path, version, sha256 }) => [path, String(version), sha256]),
    ),
    '',
    ...renderTable(
      ['model call', 'state', 'model', 'tokens in', 'out', 'cost'],
      model_calls.map((call) => [
        call.call_id,
        call.state,
        call.model ?? '-',
        String(call.input_tokens),
        String(call.output_tokens),
        dollars(call.cost_micros),
      ]),
    ),
    '',
    ...renderTable(
      ['request', 'status', 'answered by', 'title'],
      approvals.map(({ request_id, status, response, title }) => [
        request_id,
        status,
        response?.answered_by_name ?? '-',
        title,
      ]),
    ),
    ...(is_complete ? [] : ['', 'The workflow has more calls or requests than were looked through.']),
  ];
}
