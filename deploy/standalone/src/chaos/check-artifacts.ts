import type { ArtifactReference } from '@botarmy/contracts';

import { groupBy, repeated } from './group-by';
import type { Observation, SeenWorkflow, StoredEvent, StoredVersion } from './observation';

/** Every workflow has its documents, each in one version, and log, table, listing and bytes agree about them. */
export function checkArtifacts({ seen, stored }: Observation, expectedFiles: number): string[] {
  const versions = groupBy(stored.versions, ({ workflow_id }) => workflow_id);
  const events = groupBy(stored.events, ({ workflow_id }) => workflow_id);
  const known = new Set(stored.workflows.map(({ workflow_id }) => workflow_id));
  const violations = [...versions.keys()]
    .filter((id) => !known.has(id))
    .map((id) => `${versions.get(id)?.length ?? 0} artifacts belong to ${id}, which does not exist`);
  for (const id of known) {
    const own = versions.get(id) ?? [];
    const problems = [...checkVersions(own, expectedFiles), ...checkRecorded(own, events.get(id) ?? [])];
    const view = seen.get(id);
    if (view !== undefined) problems.push(...checkSeen(own, view));
    violations.push(...problems.map((problem) => `${id}: ${problem}`));
  }
  return violations;
}

function checkVersions(versions: readonly StoredVersion[], expectedFiles: number): string[] {
  const problems = repeated(versions.map(({ path }) => path)).map(([path, times]) => `${path} has ${times} versions`);
  const paths = new Set(versions.map(({ path }) => path)).size;
  if (paths !== expectedFiles) problems.push(`it has ${paths} files instead of ${expectedFiles}`);
  return problems;
}

function checkRecorded(versions: readonly StoredVersion[], history: readonly StoredEvent[]): string[] {
  const recorded = history
    .filter(({ type }) => type === 'artifact-recorded')
    .map(({ data }) => data['artifact'] as ArtifactReference);
  const inLog = new Set(recorded.map(({ version_id }) => version_id));
  const inTable = new Set(versions.map(({ version_id }) => version_id));
  return [
    ...repeated(recorded.map(({ path }) => path)).map(([path, times]) => `${path} was recorded ${times} times`),
    ...recorded
      .filter(({ version_id }) => !inTable.has(version_id))
      .map(({ path }) => `${path} is recorded, not stored`),
    ...versions.filter(({ version_id }) => !inLog.has(version_id)).map(({ path }) => `${path} is stored, not recorded`),
  ];
}

function checkSeen(versions: readonly StoredVersion[], { artifacts, downloads }: SeenWorkflow): string[] {
  const listed = new Map(artifacts.map((artifact) => [artifact.version_id, artifact]));
  const problems: string[] = [];
  if (artifacts.length !== versions.length) {
    problems.push(`the API lists ${artifacts.length} files, the table holds ${versions.length}`);
  }
  for (const { version_id, artifact_id, path, sha256 } of versions) {
    const view = listed.get(version_id);
    if (view?.checksum !== sha256) problems.push(`the API does not list ${path} as it is stored`);
    if (downloads.get(artifact_id) !== sha256) problems.push(`the bytes of ${path} are not those that were stored`);
  }
  return problems;
}
