import { approvalId } from './approval-points';
import type { ErrorCollector, PartPath } from './definition-source';
import { nearestWord } from './nearest-word';
import type { ApprovalDefinition, GateDefinition, ProcessDefinition, StageDefinition } from './process-definition';
import { validatePolicy } from './validate-policy';

/** Gates and approvals. */
export function validateCheckpoints(process: ProcessDefinition, errors: ErrorCollector): void {
  process.stages.forEach((stage, stageIndex) => {
    const seen = new Set<string>();
    (stage.gates ?? []).forEach((gate, gateIndex) => {
      validateGate(gate, stage, ['stages', stageIndex, 'gates', gateIndex], seen, errors);
    });
  });
  const seen = new Set<string>();
  (process.approvals ?? []).forEach((approval, index) => {
    validateApproval(approval, process, ['approvals', index], seen, errors);
  });
}

function validateGate(
  gate: GateDefinition,
  stage: StageDefinition,
  at: PartPath,
  seen: Set<string>,
  errors: ErrorCollector,
): void {
  const id = gate.id ?? gate.kind;
  if (seen.has(id))
    errors.add(
      at,
      'duplicate-id',
      `Two gates of the stage "${stage.id}" have the id "${id}".`,
      'Give each its own id.',
    );
  seen.add(id);
  const foreign = gate.kind === 'contract' ? 'artifacts' : 'tasks';
  if (gate[foreign] !== undefined) {
    const message = `A gate of kind ${gate.kind} has no field "${foreign}".`;
    errors.add([...at, foreign], 'unknown-field', message, `Remove "${foreign}".`, 'key');
  }
  (gate.tasks ?? []).forEach((id, index) => {
    if (stage.tasks.some((task) => task.id === id)) return;
    const remedy = `Name tasks of this stage: ${stage.tasks.map((task) => task.id).join(', ')}.`;
    errors.add([...at, 'tasks', index], 'unknown-task', `The stage "${stage.id}" has no task "${id}".`, remedy);
  });
  (gate.artifacts ?? []).forEach((path, index) => {
    if (stage.tasks.some((task) => task.output.path === path)) return;
    const remedy = `Name what this stage writes: ${stage.tasks.map((task) => task.output.path).join(', ')}.`;
    errors.add(
      [...at, 'artifacts', index],
      'unknown-artifact',
      `The stage "${stage.id}" does not write "${path}".`,
      remedy,
    );
  });
}

function validateApproval(
  approval: ApprovalDefinition,
  process: ProcessDefinition,
  at: PartPath,
  seen: Set<string>,
  errors: ErrorCollector,
): void {
  const places = (['after', 'before', 'after_task', 'before_task'] as const).filter(
    (field) => approval[field] !== undefined,
  );
  const [position] = places;
  if (position === undefined || places.length > 1) {
    const remedy = 'Write one of `after: <stage>`, `before: <stage>`, `after_task: <task>`, `before_task: <task>`.';
    const message = 'An approval needs exactly one of "after", "before", "after_task" and "before_task".';
    errors.add(at, 'approval-place', message, remedy);
    return;
  }
  const subject = approval[position] ?? '';
  const place = [...at, position];
  if (position === 'after_task' || position === 'before_task') {
    const tasks = process.stages.flatMap((stage) => stage.tasks.map((task) => task.id));
    if (!tasks.includes(subject)) {
      const near = nearestWord(subject, tasks);
      const remedy = near === undefined ? 'Name a task of this process.' : `Did you mean "${near}"?`;
      errors.add(place, 'unknown-task', `There is no task "${subject}".`, remedy);
    }
  } else validateStagePlace(position, subject, process, place, errors);
  const id = approvalId(position, subject);
  if (seen.has(id)) {
    const message = `Approval is asked twice ${position.replace('_', ' ')} "${subject}".`;
    errors.add(place, 'duplicate-id', message, 'Remove one of them.');
  }
  seen.add(id);
  if (approval.policy !== undefined) validatePolicy(approval.policy, [...at, 'policy'], errors);
  const values = (approval.options ?? []).map((option) => option.value);
  if (approval.options !== undefined && (new Set(values).size < values.length || !values.includes('approve'))) {
    const message = 'The options must include approve, and each value at most once.';
    errors.add(
      [...at, 'options'],
      'invalid-options',
      message,
      'Offer approve and, if wanted, modify and reject.',
      'key',
    );
  }
}

function validateStagePlace(
  position: 'after' | 'before',
  stageId: string,
  process: ProcessDefinition,
  place: PartPath,
  errors: ErrorCollector,
): void {
  const index = process.stages.findIndex((stage) => stage.id === stageId);
  if (index < 0) {
    const remedy = `Use one of ${process.stages.map((stage) => stage.id).join(', ')}.`;
    errors.add(place, 'unknown-stage', `There is no stage "${stageId}".`, remedy);
  } else if (position === 'before' && index === 0) {
    const message = `Nothing is finished before the first stage "${stageId}", so there is nothing to approve.`;
    errors.add(place, 'approval-place', message, `Ask after "${stageId}" instead.`);
  }
}
