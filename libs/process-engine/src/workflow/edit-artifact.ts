import type { CompiledProcess } from '../definition/compiled-process';
import type { ArtifactReference } from '../model/values';
import { artifactAt } from './artifact-table';
import { requestsAbout } from './pending-approvals';
import { taskOf } from './process-lookup';
import { markDependents } from './staleness';
import { eachPlannedTask, outputPathOf } from './task-texts';
import type { Transcript } from './transcript';

/** Records a person's version of a document; questions about the stage that wrote it are withdrawn and asked anew. */
export function editArtifact(
  artifact: ArtifactReference,
  editedBy: string,
  transcript: Transcript,
  process: CompiledProcess,
): void {
  const { state } = transcript;
  const writers = [...eachPlannedTask(state, process)]
    .filter((id) => outputPathOf(id, state, process) === artifact.path)
    .map((id) => taskOf(process, id));
  const withdrawn_request_ids = requestsAbout(
    { stageIds: writers.map((task) => task.stage_id), taskIds: writers.map((task) => task.id) },
    state,
  );
  const previous = artifactAt(state, artifact.path);
  transcript.record('artifact-edited', { artifact, edited_by: editedBy, withdrawn_request_ids });
  if (previous?.sha256 !== artifact.sha256) markDependents(artifact.path, transcript, process);
}
