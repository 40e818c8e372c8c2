import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';

import type { ArtifactMetadata, BotArmyClient } from '@botarmy/sdk';

import { plainLine } from '../terminal/plain-text';

const PAGE = 200;

/** The part of the client this needs. */
export type ArtifactSource = Pick<BotArmyClient, 'listWorkflowArtifacts' | 'downloadArtifact'>;

/** An artifact that arrived damaged, or that would be written where it does not belong. */
export class ArtifactFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArtifactFileError';
  }
}

/**
 * Writes every artifact of a workflow below a folder, each checked against its checksum. Returns the files' paths within
 * the folder, sorted.
 *
 * @throws {ArtifactFileError} nothing of the artifact in question was written.
 */
export async function saveArtifacts(client: ArtifactSource, workflowId: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const artifact of await listAll(client, workflowId)) {
    const bytes = await downloadBytes(client, artifact);
    const file = fileBelow(folder, artifact.path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    paths.push(artifact.path);
  }
  return paths.sort();
}

/** The bytes of an artifact's version, checked against its checksum. */
export async function downloadBytes(
  client: Pick<BotArmyClient, 'downloadArtifact'>,
  { id, version, path, checksum }: ArtifactMetadata,
): Promise<Uint8Array> {
  const file = await client.downloadArtifact({ artifact_id: id, version }, { parseAs: 'blob' });
  const bytes = new Uint8Array(await (file as Blob).arrayBuffer());
  if (createHash('sha256').update(bytes).digest('hex') !== checksum)
    throw new ArtifactFileError(`${plainLine(path)} arrived with other bytes than were stored: download it again.`);
  return bytes;
}

async function listAll(client: ArtifactSource, workflow_id: string): Promise<ArtifactMetadata[]> {
  const found: ArtifactMetadata[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.listWorkflowArtifacts({
      workflow_id,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.artifacts);
    cursor = page.next_cursor;
  }
  return found;
}

function fileBelow(folder: string, path: string): string {
  const root = resolve(folder);
  const file = resolve(root, path);
  if (path.includes('\0') || path.includes('\\') || !file.startsWith(root + sep))
    throw new ArtifactFileError(`The artifact path "${plainLine(path)}" leads out of the folder: nothing was written.`);
  return file;
}
