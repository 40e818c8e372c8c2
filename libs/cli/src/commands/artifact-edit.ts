import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';
import { readText } from './read-text';

export const editArtifact: Command = {
  name: 'artifact edit',
  summary: 'Put a new version of a document; what was built from the old one becomes stale',
  arguments: ['artifact-id'],
  options: {
    file: { type: 'string', value: '<file>', description: 'the new text; "-" is standard input; needed' },
    'base-version': {
      type: 'string',
      value: '<number>',
      description: 'refuse when the newest version is another; else the newest is replaced',
    },
    rerun: { type: 'boolean', description: 'do at once again what was built from the old version' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const { client, output } = invocation;
    const artifact_id = invocation.requiredArgument('artifact-id');
    const file = invocation.text('file');
    if (file === undefined) throw new UsageError('Name the new text with --file.', editArtifact.name);
    const content = await readText(file, invocation, editArtifact.name);
    const base_version =
      invocation.count('base-version', { min: 1, max: Number.MAX_SAFE_INTEGER }) ??
      (await client.getArtifact({ artifact_id })).version;
    const reply = await client.editArtifact({
      artifact_id,
      content,
      base_version,
      ...(invocation.flag('rerun') ? { rerun: true } : {}),
      ...idempotencyKeyOf(invocation),
    });
    output.show(reply, () => [
      `${reply.artifact.path} has version ${reply.artifact.version}.`,
      ...reply.stale.map((entry) => `stale: ${entry.path}, because of ${entry.because}`),
      ...reply.task_ids.map((task) => `done again: ${task}`),
    ]);
    return EXIT_CODES.ok;
  },
};
