import { EXIT_CODES } from '../exit-codes';
import { renderFields, renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const showHitlRequest: Command = {
  name: 'hitl show',
  summary: 'Show one request with what it is about',
  arguments: ['request-id'],
  async run({ requiredArgument, client, output }) {
    const request = await client.getHitlRequest({ request_id: requiredArgument('request-id') });
    const { context, response } = request;
    output.show(request, () => [
      ...renderFields({
        id: request.id,
        title: request.title,
        description: request.description,
        status: request.status,
        workflow: request.workflow_id,
        agent: request.agent_id,
        stage: context.stage,
        since: request.created_at,
        closed: request.resolved_at,
        'answered by': response?.answered_by_name,
        feedback: response?.feedback,
        modifications: response?.modifications.join('; '),
      }),
      '',
      ...renderTable(
        ['artifact', 'version', 'id'],
        request.artifact_versions.map(({ path, version, artifact_id }) => [path, String(version), artifact_id]),
      ),
      '',
      ...renderTable(
        ['answer', 'meaning'],
        request.options.map(({ value, label }) => [value, label]),
      ),
    ]);
    return EXIT_CODES.ok;
  },
};
