import { createHash } from 'node:crypto';

import type { RunAgentInput } from '@ag-ui/core';
import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { getHitlRequest, getWorkflowStatus, isId, respondToHitlRequest, startWorkflow } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { answersOf } from '../hitl/agui-interrupts';
import { readStartBody } from '../workflows/start-body';
import { briefOf } from './read-run-input';
import type { OpenedRun } from './run/opened-run';
import { catalogOf } from './run/run-catalog';

/** Starting may load and compile a process first. */
const START_TIMEOUT_MS = 10_000;

type Found = Omit<OpenedRun, 'catalog'>;

/** Finds the workflow of a run: starts one, joins one, or answers the questions of one. */
@Injectable()
export class RunOpening {
  constructor(private readonly asker: Asker) {}

  /**
   * Opens a run. The same run opened again starts and answers nothing twice.
   *
   * @param target Id of a workflow, or name of a process.
   * @throws {Problem} what the services refuse; 400 `resume-invalid`.
   */
  async open(target: string, input: RunAgentInput, caller: Caller): Promise<OpenedRun> {
    const found = await this.find(target, input, caller);
    const status = await this.asker.ask(getWorkflowStatus, { workflow_id: found.workflowId }, caller);
    return { ...found, catalog: catalogOf(status) };
  }

  private async find(target: string, input: RunAgentInput, caller: Caller): Promise<Found> {
    if ((input.resume ?? []).length > 0) return this.resume(target, input, caller);
    if (isId(target, 'wf')) return { workflowId: target, isStart: false, settled: new Set() };
    const request = readStartBody({ project_brief: briefOf(input), workflow_type: target, ...inputsOf(input) });
    const key = keyOf('start', target, input.threadId, input.runId);
    const named = { ...caller, idempotency_key: caller.idempotency_key ?? key };
    const { workflow_id } = await this.asker.ask(startWorkflow, { ...request }, named, START_TIMEOUT_MS);
    return { workflowId: workflow_id, isStart: true, settled: new Set() };
  }

  private async resume(target: string, input: RunAgentInput, caller: Caller): Promise<Found> {
    const resume = input.resume ?? [];
    const answers = answersOf(resume);
    const ids = resume.map(({ interruptId }) => interruptId);
    const unknown = ids.findIndex((id) => !isId(id, 'hitl'));
    if (unknown >= 0) throw invalid(`resume.${unknown}.interruptId`, 'is the id of no request');
    const requests = await Promise.all(ids.map((request_id) => this.asker.ask(getHitlRequest, { request_id }, caller)));
    const workflowId = isId(target, 'wf') ? target : (requests[0]?.workflow_id ?? '');
    const foreign = requests.findIndex(({ workflow_id }) => workflow_id !== workflowId);
    if (foreign >= 0) throw invalid(`resume.${foreign}.interruptId`, 'belongs to another workflow');
    const pending = new Set<string>();
    for (const answer of answers) {
      const idempotency_key = keyOf('resume', input.threadId, input.runId, answer.request_id);
      const { status } = await this.asker.ask(respondToHitlRequest, answer, { ...caller, idempotency_key });
      // Others have to decide as well: the run ends with the same question.
      if (status === 'pending') pending.add(answer.request_id);
    }
    return { workflowId, isStart: false, settled: new Set(ids.filter((id) => !pending.has(id))) };
  }
}

/** Values of the typed inputs of the process, where the client forwards some. */
function inputsOf({ forwardedProps }: RunAgentInput): { inputs?: unknown } {
  const { inputs } = (forwardedProps ?? {}) as { inputs?: unknown };
  return inputs === undefined ? {} : { inputs };
}

function keyOf(...parts: readonly string[]): string {
  return `agui-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 48)}`;
}

function invalid(path: string, message: string): Problem {
  return new Problem({
    status: 400,
    code: 'resume-invalid',
    title: 'Resume invalid',
    detail: 'Resume with answers to the interrupts of one workflow.',
    errors: [{ path, message }],
  });
}
