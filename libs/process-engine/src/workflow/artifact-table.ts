import type { ArtifactReference } from '../model/values';
import type { WorkflowState } from './workflow';

const BUCKETS = 64;

/** The newest version of the artifact at a path. */
export function artifactAt(state: Pick<WorkflowState, 'artifacts'>, path: string): ArtifactReference | undefined {
  return state.artifacts[bucketOf(path)]?.[path];
}

/** The newest version of every artifact, in the order of their paths. */
export function artifactsOf(state: Pick<WorkflowState, 'artifacts'>): readonly ArtifactReference[] {
  return Object.values(state.artifacts)
    .flatMap((bucket) => Object.values(bucket))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** The state's artifacts with one more version. */
export function withArtifact(
  state: Pick<WorkflowState, 'artifacts'>,
  artifact: ArtifactReference,
): Pick<WorkflowState, 'artifacts'> {
  const key = bucketOf(artifact.path);
  return { artifacts: { ...state.artifacts, [key]: { ...state.artifacts[key], [artifact.path]: artifact } } };
}

function bucketOf(path: string): string {
  let hash = 0;
  for (let index = 0; index < path.length; index += 1) hash = (hash * 31 + path.charCodeAt(index)) | 0;
  return `b${(hash >>> 0) % BUCKETS}`;
}
