import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';

import type { DemoApi } from './demo-api';
import { DemoError } from './demo-error';

/** Writes every artifact of a workflow below `<out>/<workflow id>`, checked by its checksum. Returns folder and paths. */
export async function saveArtifacts(
  api: Pick<DemoApi, 'artifacts' | 'download'>,
  workflowId: string,
  out: string,
): Promise<{ folder: string; paths: string[] }> {
  const folder = resolve(out, workflowId);
  const artifacts = await api.artifacts(workflowId);
  const paths: string[] = [];
  for (const { id, path, checksum } of artifacts) {
    const bytes = await api.download(id);
    if (createHash('sha256').update(bytes).digest('hex') !== checksum) {
      throw new DemoError(`${path} arrived with other bytes than were stored. Run the demo again.`);
    }
    const file = resolve(folder, path);
    if (!file.startsWith(folder + sep)) throw new DemoError(`The artifact path ${path} leads out of ${folder}.`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    paths.push(path);
  }
  return { folder, paths: paths.sort() };
}
