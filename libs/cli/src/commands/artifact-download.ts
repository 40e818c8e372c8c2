import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import { EXIT_CODES } from '../exit-codes';
import { downloadBytes, saveArtifacts } from '../files/save-artifacts';
import type { Command, Invocation } from '../tree/command';
import { UsageError } from '../usage-error';
import { versionOf, versionOption } from './version-option';

export const downloadArtifact: Command = {
  name: 'artifact download',
  summary: 'Save an artifact, or all of a workflow, checked by checksum',
  arguments: ['[artifact-id]'],
  options: {
    workflow: { type: 'string', value: '<id>', description: 'all artifacts of this workflow' },
    out: { type: 'string', value: '<path>', description: 'file, or folder for --workflow; else here, by name' },
    ...versionOption,
  },
  async run(invocation) {
    const artifactId = invocation.argument('artifact-id');
    const workflowId = invocation.text('workflow');
    if ((artifactId === undefined) === (workflowId === undefined))
      throw new UsageError('Give an artifact id or --workflow, one of the two.', downloadArtifact.name);
    if (artifactId !== undefined) return downloadOne(invocation, artifactId);
    return downloadAll(invocation, workflowId ?? '');
  },
};

async function downloadOne(invocation: Invocation, artifact_id: string): Promise<number> {
  const { client, output, text } = invocation;
  const artifact = await client.getArtifact({ artifact_id, ...versionOf(invocation) });
  // Of the stored path only the last part is used, so nothing is written outside the current folder unasked.
  const name = basename(artifact.path.replaceAll('\\', '/'));
  const file = resolve(text('out') ?? (/^\.{0,2}$/.test(name) ? artifact_id : name));
  const bytes = await downloadBytes(client, artifact);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  output.show({ file, artifact }, () => [`${bytes.byteLength} bytes in ${file}`]);
  return EXIT_CODES.ok;
}

async function downloadAll({ client, output, text }: Invocation, workflowId: string): Promise<number> {
  if (!/^[A-Za-z0-9_-]+$/.test(workflowId)) throw new UsageError('--workflow takes the id of a workflow.');
  const folder = resolve(text('out') ?? workflowId);
  const paths = await saveArtifacts(client, workflowId, folder);
  output.show({ folder, paths }, () => [...paths, '', `${paths.length} artifacts in ${folder}`]);
  return EXIT_CODES.ok;
}
