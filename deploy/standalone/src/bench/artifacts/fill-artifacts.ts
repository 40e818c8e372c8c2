import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Client } from 'pg';

import { createId } from '@botarmy/contracts';

/** An artifact that was written, with the workflow it belongs to. */
export interface FilledArtifact {
  readonly artifact_id: string;
  readonly workflow_id: string;
}

/** Words of every text; with the number of the artifact they make texts alike, but not the same. */
const WORDS =
  'service data user interface test plan design review budget risk order payment shop clinic booking report'.split(' ');
const LINES = 40;

/**
 * Writes the artifacts of whole workflows, two versions each, straight into table and blob folder, as storing would leave them; the second
 * was built from the first artifact of its workflow.
 */
export async function fillArtifacts(
  database: Client,
  blobDirectory: string,
  { workflows, perWorkflow }: { workflows: number; perWorkflow: number },
): Promise<FilledArtifact[]> {
  const filled: FilledArtifact[] = [];
  for (let workflow = 0; workflow < workflows; workflow += 1) {
    const workflow_id = createId('wf');
    const rows = artifactsOf(workflow_id, perWorkflow, blobDirectory);
    await database.query('BEGIN');
    await database.query(
      `INSERT INTO artifacts.artifact (artifact_id, tenant_id, workflow_id, path, newest_version, newest_version_id)
       SELECT r.artifact_id, 'ten_default', r.workflow_id, r.path, 2, r.version_id
       FROM jsonb_to_recordset($1) AS r (artifact_id text, workflow_id text, path text, version_id text, version integer)
       WHERE r.version = 2`,
      [JSON.stringify(rows)],
    );
    await database.query(
      `INSERT INTO artifacts.artifact_version (version_id, artifact_id, tenant_id, workflow_id, version, operation_key, name, type,
         agent_id, stage, sha256, size_bytes, dependencies, depends_on, metadata)
       SELECT r.version_id, r.artifact_id, 'ten_default', r.workflow_id, r.version, 'task.' || r.version, r.path, 'markdown', 'analyst',
         'analyze', r.sha256, r.size_bytes, ARRAY(SELECT jsonb_array_elements_text(r.dependencies)), '{}',
         jsonb_build_object('task_id', 'task', 'attempt', r.version)
       FROM jsonb_to_recordset($1) AS r (version_id text, artifact_id text, workflow_id text, version integer, path text, sha256 text,
         size_bytes bigint, dependencies jsonb)`,
      [JSON.stringify(rows)],
    );
    await database.query('COMMIT');
    filled.push(
      ...rows.filter(({ version }) => version === 2).map(({ artifact_id }) => ({ artifact_id, workflow_id })),
    );
  }
  await database.query('ANALYZE artifacts.artifact; ANALYZE artifacts.artifact_version');
  return filled;
}

function artifactsOf(workflow_id: string, count: number, blobDirectory: string) {
  let first: string | undefined;
  return Array.from({ length: count }, (_, number) => {
    const artifact_id = createId('art');
    const path = `documents/part-${String(number).padStart(4, '0')}.md`;
    return [1, 2].map((version) => {
      const content = textOf(`${artifact_id}`, number, version);
      const sha256 = keep(blobDirectory, content);
      const version_id = createId('ver');
      const dependencies = first === undefined ? [] : [first];
      first ??= version_id;
      const size_bytes = content.length;
      return { artifact_id, workflow_id, path, version, version_id, sha256, size_bytes, dependencies };
    });
  }).flat();
}

/** The rare word is in one text of a hundred. */
function textOf(artifactId: string, number: number, version: number): Buffer {
  const lines = Array.from({ length: LINES }, (_, line) => {
    const words = Array.from(
      { length: 12 },
      (_word, at) => WORDS[(number * 7 + line * 3 + at * (line + 1)) % WORDS.length],
    );
    return words.join(' ');
  });
  const rare = number % 100 === 0 ? 'heliotrope' : 'ordinary';
  return Buffer.from([`# ${artifactId}`, '', `Version ${version}, ${rare}.`, '', ...lines, ''].join('\n'));
}

function keep(blobDirectory: string, content: Buffer): string {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const folder = join(blobDirectory, sha256.slice(0, 2), sha256.slice(2, 4));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, sha256), content);
  return sha256;
}
