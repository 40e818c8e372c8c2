import type { EstimateRunReply } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { readText } from './read-text';

export const estimateWorkflow: Command = {
  name: 'workflow estimate',
  summary: 'Say what a run will take, need and cost, before it is started',
  arguments: ['[process]'],
  options: {
    brief: { type: 'string', value: '<text>', description: 'what is to be built' },
    'brief-file': { type: 'string', value: '<file>', description: 'read the brief from a file; "-" is standard input' },
    version: { type: 'string', value: '<version>', description: 'a published version of the process' },
    definition: { type: 'string', value: '<file>', description: 'a process that was not published' },
  },
  async run(invocation) {
    const { argument, text, client, output } = invocation;
    const workflow_type = argument('process');
    const briefFile = text('brief-file');
    const definitionFile = text('definition');
    const read = (file: string, what: string) => readText(file, invocation, estimateWorkflow.name, what);
    const project_brief = briefFile === undefined ? text('brief') : await read(briefFile, 'brief');
    const process_version = text('version');
    const estimate = await client.estimateWorkflow({
      ...(workflow_type === undefined ? {} : { workflow_type }),
      ...(project_brief === undefined ? {} : { project_brief }),
      ...(process_version === undefined ? {} : { process_version }),
      ...(definitionFile === undefined ? {} : { definition: await read(definitionFile, 'process') }),
    });
    output.show(estimate, () => describe(estimate));
    return EXIT_CODES.ok;
  },
};

function describe(estimate: EstimateRunReply): string[] {
  const { process_name, process_version, runs, minutes, cost_micros, critical_path, approvals, missing } = estimate;
  const basis = runs === 0 ? 'no finished run is known yet' : `${runs} finished runs are known`;
  return [
    `${process_name} ${process_version}: ${basis}${estimate.simulated ? ' (simulated provider)' : ''}.`,
    minutes.low === null || minutes.high === null
      ? `Work: about ${minutes.likely} minutes, as the process declares.`
      : `Work: ${minutes.low} to ${minutes.high} minutes, usually ${minutes.likely}; people's time comes on top.`,
    costLine(cost_micros),
    '',
    ...renderTable(
      ['critical path', 'agent', 'minutes', 'from'],
      critical_path.map((task) => [task.name, task.agent_id, String(task.minutes), task.basis]),
    ),
    ...(approvals.length === 0 ? ['', 'Nobody is asked.'] : ['', ...approvals.map(approvalLine)]),
    ...missing.map(({ kind, name, detail }) => `Missing ${kind} ${name}: ${detail}`),
    ...calibrationLines(estimate),
  ];
}

function costLine({ low, likely, high, basis }: EstimateRunReply['cost_micros']): string {
  const usd = (micros: number | null) => ((micros ?? 0) / 1_000_000).toFixed(4);
  if (basis === 'unknown') return 'Cost: unknown, a price is not known.';
  if (basis === 'bound') return `Cost: at most ${usd(high)} USD for one answer per task; repairs come on top.`;
  return `Cost: ${usd(low)} to ${usd(high)} USD, usually ${usd(likely)}.`;
}

function approvalLine({
  title,
  position,
  stage_id,
  task_id,
  waiting_minutes,
}: EstimateRunReply['approvals'][number]): string {
  const waits = waiting_minutes === null ? '' : `; people usually take ${waiting_minutes} minutes`;
  return `Approval ${position} ${task_id ?? stage_id}: ${title}${waits}.`;
}

function calibrationLines({ calibration }: EstimateRunReply): string[] {
  const { estimates, duration_inside, cost_inside } = calibration;
  if (estimates === 0) return [];
  const share = (inside: number) => `${Math.round((inside / estimates) * 100)} %`;
  return [
    '',
    `Of ${estimates} runs, ${share(duration_inside)} took as long and ${share(cost_inside)} cost as much as was said before.`,
  ];
}
