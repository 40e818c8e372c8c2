import type { CompiledProcess } from '../definition/compiled-process';
import { contentHash } from '../definition/content-hash';
import { expandJson } from '../expressions/expand-template';
import type { ApprovalBound, BoundTask } from '../model/approval-bound';
import type { JsonValue } from '../model/json-value';
import type { PinnedApprovalPoint } from '../model/workflow-values';
import { questionAbout } from './approval-question';
import { templateBindings } from './expression-bindings';
import { stageOf, taskOf } from './process-lookup';
import { isAboutTask } from './standing';
import type { WorkflowState } from './workflow';

/** What an answer to this approval would be valid for now. */
export function boundOf(point: PinnedApprovalPoint, state: WorkflowState, process: CompiledProcess): ApprovalBound {
  const { artifacts } = questionAbout(point, state, process);
  return {
    approval_id: point.id,
    policy_sha256: contentHash({ policy: point.policy ?? {}, options: point.options.map(({ value }) => value) }),
    artifacts: artifacts.map(({ path, version, version_id, sha256 }) => ({ path, version, version_id, sha256 })),
    tasks: releasedTasks(point, process).map((id) => boundTask(id, isAboutTask(point), state, process)),
  };
}

/** What differs between what was asked and what would be executed, in words; empty when nothing does. */
export function changesBetween(asked: ApprovalBound, now: ApprovalBound): readonly string[] {
  const changes: string[] = [];
  if (asked.policy_sha256 !== now.policy_sha256) changes.push('Who decides, or what may be answered, has changed.');
  for (const { path, version, version_id } of now.artifacts) {
    const before = asked.artifacts.find((artifact) => artifact.path === path);
    if (before === undefined) changes.push(`${path} is new.`);
    else if (before.version_id !== version_id)
      changes.push(`${path} is now version ${version}, not ${before.version}.`);
  }
  for (const { path } of asked.artifacts)
    if (!now.artifacts.some((artifact) => artifact.path === path)) changes.push(`${path} is no longer part of it.`);
  for (const task of now.tasks) {
    const before = asked.tasks.find(({ task_id }) => task_id === task.task_id);
    if (before === undefined) changes.push(`The task ${task.task_id} is new.`);
    else if (before.tool !== task.tool || before.agent_id !== task.agent_id)
      changes.push(`The task ${task.task_id} is done with ${task.tool ?? task.agent_id}.`);
    else if (before.arguments_sha256 !== task.arguments_sha256)
      changes.push(`The task ${task.task_id} is given something else.`);
  }
  for (const { task_id } of asked.tasks)
    if (!now.tasks.some((task) => task.task_id === task_id)) changes.push(`The task ${task_id} is left out.`);
  return changes;
}

/** Tasks that start because of a yes; none for an approval after the fact. */
function releasedTasks(point: PinnedApprovalPoint, process: CompiledProcess): readonly string[] {
  if (point.position === 'after') return [];
  return isAboutTask(point) ? [point.task_id] : stageOf(process, point.stage_id).task_ids;
}

/** @param isNext true when the task starts at once: then what it is given is known, not only how that is made. */
function boundTask(taskId: string, isNext: boolean, state: WorkflowState, process: CompiledProcess): BoundTask {
  const { agent_id, integration, description, process: child } = taskOf(process, taskId);
  const text = JSON.stringify({ integration, description, inputs: child?.inputs });
  const given = JSON.parse(text) as JsonValue;
  return {
    task_id: taskId,
    agent_id,
    tool: integration?.kind ?? (child === undefined ? null : child.name),
    arguments_sha256: contentHash(
      isNext ? expandJson(given, templateBindings([text], { state, process, taskId })) : given,
    ),
  };
}
