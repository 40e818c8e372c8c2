import { approvalPointFor, sortApprovalPoints } from '../definition/approval-points';
import type { CompiledProcess } from '../definition/compiled-process';
import type { ApprovalOverride } from '../model/values';
import type { PinnedApprovalPoint } from '../model/workflow-values';
import { advance } from './advance';
import { checkInputs } from './check-inputs';
import type { StartCommand } from './commands';
import { accept, reject } from './decision';
import type { DecideContext, Decision, Rejected } from './decision';
import { startLimitTimer } from './start-limit-timer';
import { Transcript } from './transcript';

/** Starts the workflow, records the brief and hands out the first task. */
export function decideStart(command: StartCommand, context: DecideContext): Decision {
  const { process } = context;
  if (command.process.content_hash !== process.content_hash || command.process.name !== process.name) {
    return reject('process-mismatch', 'The command names another process than the one it is decided with.');
  }
  if (command.brief.path !== process.input.path) {
    return reject(
      'brief-path-mismatch',
      `The process starts with ${process.input.path}; store the brief under that path.`,
    );
  }
  const points = approvalPoints(command.approvals, process);
  if ('outcome' in points) return points;
  const checked = checkInputs(command.inputs, process);
  if ('outcome' in checked) return reject(checked.code, checked.detail);

  const transcript = new Transcript(null, context.now);
  transcript.record('workflow-started', {
    workflow_id: command.workflow_id,
    tenant_id: command.tenant_id,
    process: { name: process.name, version: process.version, content_hash: process.content_hash },
    started_by: command.started_by,
    approval_points: points,
    concurrency: process.concurrency ?? (context.parallel === true ? 'parallel' : 'sequential'),
    inputs: checked.inputs,
    origin: command.origin ?? null,
  });
  transcript.record('artifact-recorded', { artifact: command.brief, task_id: null, stage_id: null, agent_id: null });
  startLimitTimer('workflow-deadline', process.deadline_seconds, { id: null }, transcript, context);
  advance(transcript, context);
  return accept(transcript.events);
}

function approvalPoints(
  overrides: readonly ApprovalOverride[] | null | undefined,
  process: CompiledProcess,
): readonly PinnedApprovalPoint[] | Rejected {
  if (overrides === null || overrides === undefined) return process.approval_points;
  const points = new Map<string, PinnedApprovalPoint>();
  for (const override of overrides) {
    const position = override.after === undefined ? 'before' : 'after';
    const stageId = override.after ?? override.before;
    const index = process.stages.findIndex((stage) => stage.id === stageId);
    if (stageId === undefined || index < 0) {
      const known = process.stages.map((stage) => stage.id).join(', ');
      return reject('unknown-stage', `An approval names a stage the process does not have; its stages are ${known}.`);
    }
    if (position === 'before' && index === 0) {
      return reject('approval-without-reviewed-stage', `Nothing is finished before ${stageId}; ask after it instead.`);
    }
    const point = approvalPointFor({ position, stageId, stages: process.stages, maxRounds: process.max_rounds });
    points.set(point.id, process.approval_points.find((known) => known.id === point.id) ?? point);
  }
  return sortApprovalPoints([...points.values()], process.stages);
}
