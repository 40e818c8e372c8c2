import { EXIT_CODES } from '../exit-codes';
import { renderFields } from '../terminal/table';
import type { Command } from '../tree/command';
import { versionOf, versionOption } from './version-option';

export const showArtifact: Command = {
  name: 'artifact show',
  summary: 'Show an artifact with its text',
  arguments: ['artifact-id'],
  options: versionOption,
  async run(invocation) {
    const artifact_id = invocation.requiredArgument('artifact-id');
    const reply = await invocation.client.readArtifact({ artifact_id, ...versionOf(invocation) });
    const { artifact, content } = reply;
    invocation.output.show(reply, () => [
      ...renderFields({
        path: artifact.path,
        name: artifact.name,
        version: artifact.version,
        workflow: artifact.workflow_id,
        agent: artifact.agent_id,
        stage: artifact.stage,
        modified: artifact.modified_at,
        bytes: artifact.size_bytes,
        'sha-256': artifact.checksum,
        models: artifact.metadata['simulated'] === true ? 'simulated provider' : undefined,
      }),
      '',
      content,
    ]);
    return EXIT_CODES.ok;
  },
};
