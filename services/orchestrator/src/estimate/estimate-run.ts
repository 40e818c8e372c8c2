import { hasRole } from '@botarmy/contracts';
import type { EstimatedApproval, EstimateRunReply, Role, ShareInside } from '@botarmy/contracts';
import { criticalPath } from '@botarmy/process-engine';
import type { CompiledProcess, CompiledTask } from '@botarmy/process-engine';

import type { Band, ProcessHistory } from '../run-history/run-history';
import type { ModelProspect } from './model-prospects';

/** What an estimate is made of. */
export interface EstimateSources {
  readonly process: CompiledProcess;
  readonly parallel: boolean;
  readonly history: ProcessHistory;
  readonly prospects: readonly ModelProspect[];
  readonly calibration: ShareInside;
  readonly role: Role;
}

/** Says what a run of a process will take, need and cost, and how sure that is. */
export function estimateRun(sources: EstimateSources): EstimateRunReply {
  const { process, history, calibration, prospects } = sources;
  const concurrency = process.concurrency ?? (sources.parallel ? 'parallel' : 'sequential');
  const minutesOf = (task: CompiledTask): number => history.taskMinutes(task.id) ?? task.expected_minutes;
  const path = criticalPath(process, concurrency, minutesOf);
  const { duration } = history;
  return {
    process_name: process.name,
    process_version: process.version,
    concurrency,
    runs: history.runs,
    simulated: prospects.some(({ simulated }) => simulated),
    minutes:
      duration === undefined
        ? { low: null, likely: rounded(path.minutes), high: null }
        : bandIn(duration, 60_000, rounded),
    critical_path: path.task_ids.flatMap((id) => {
      const task = process.tasks[id];
      if (task === undefined) return [];
      const basis = history.taskMinutes(id) === undefined ? ('declared' as const) : ('history' as const);
      return [{ task_id: id, name: task.name, agent_id: task.agent_id, minutes: rounded(minutesOf(task)), basis }];
    }),
    approvals: approvalsOf(process, history),
    cost_micros: costOf(sources),
    missing: [
      ...prospects.flatMap(({ agent, missing }) =>
        missing === undefined
          ? []
          : [{ kind: 'model' as const, name: agent.model.route, detail: `${agent.name}: ${missing}`.slice(0, 1_000) }],
      ),
      ...missingRoles(sources),
    ],
    calibration,
  };
}

function approvalsOf({ approval_points }: CompiledProcess, history: ProcessHistory): EstimatedApproval[] {
  return approval_points.map((point) => {
    const minutes = history.approvalMinutes(point.id);
    return {
      approval_id: point.id,
      title: point.title,
      position: point.position,
      stage_id: point.stage_id,
      task_id: 'task_id' in point ? point.task_id : null,
      waiting_minutes: minutes === undefined ? null : rounded(minutes),
    };
  });
}

/** From history; else the most that one answer per task can cost, where all prices are known. */
function costOf({ process, history, prospects }: EstimateSources): EstimateRunReply['cost_micros'] {
  const { cost } = history;
  if (cost !== undefined) return { ...bandIn(cost, 1, Math.round), basis: 'history' };
  let most = 0;
  for (const { agent_id, integration, process: child } of Object.values(process.tasks)) {
    if (integration !== undefined || child !== undefined) continue;
    const micros = prospects.find(({ agent }) => agent.id === agent_id)?.mostMicros ?? null;
    if (micros === null) return { low: null, likely: null, high: null, basis: 'unknown' };
    most += micros;
  }
  return { low: 0, likely: null, high: Math.ceil(most), basis: 'bound' };
}

function missingRoles({ role, process }: EstimateSources): EstimateRunReply['missing'] {
  const needs: [Role, string][] = [['operator', 'Starting a workflow needs this role.']];
  if (process.approval_points.length > 0)
    needs.push(['approver', 'Somebody with this role has to decide the approvals.']);
  return needs
    .filter(([needed]) => !hasRole(role, needed))
    .map(([name, detail]) => ({ kind: 'permission' as const, name, detail: `${detail} You have the role ${role}.` }));
}

function bandIn({ low, likely, high }: Band, unit: number, round: (value: number) => number) {
  return { low: round(low / unit), likely: round(likely / unit), high: round(high / unit) };
}

function rounded(minutes: number): number {
  return Math.round(minutes * 1_000) / 1_000;
}
