import { artifactsOf } from './artifact-table';
import type { RecordClosingCommand } from './commands';
import { hasEnded } from './current-attempt';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { METADATA_PATHS } from './limits';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Records the metadata files and completes the workflow. */
export function decideRecordClosing(
  command: RecordClosingCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  if (hasEnded(state)) return ignore('workflow-ended');
  if (state.phase !== 'closing') return ignore('not-closing');
  const byPath = new Map(command.artifacts.map((artifact) => [artifact.path, artifact]));
  const missing = METADATA_PATHS.filter((path) => !byPath.has(path));
  if (missing.length > 0) return reject('metadata-incomplete', `Store ${missing.join(', ')} before closing.`);

  const transcript = new Transcript(state, context.now);
  for (const path of METADATA_PATHS) {
    const artifact = byPath.get(path);
    if (artifact === undefined) continue;
    transcript.record('artifact-recorded', { artifact, task_id: null, stage_id: null, agent_id: null });
  }
  transcript.record('workflow-completed', { artifact_count: artifactsOf(transcript.state).length });
  return accept(transcript.events);
}
