import { Injectable } from '@nestjs/common';

import { getHitlRequest, listHitlRequests, listModelCalls, readArtifactOrigin } from '@botarmy/contracts';
import type { Caller, HitlRequestView, ListModelCallsReply, ModelCallView } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import type { ArtifactProvenance, ProvenanceApproval, ProvenanceCall, ProvenanceTask } from './provenance-views';

const CALLS_PER_PAGE = 200;
const MOST_PAGES = 10;
const MOST_REQUESTS = 100;
const AT_ONCE = 10;

/** Puts together where a version comes from: artifacts knows its inputs, the router its calls, hitl the decisions about it. */
@Injectable()
export class TraceArtifact {
  constructor(private readonly asker: Asker) {}

  /** @throws {Problem} 404 for no artifact, or no such version, of the tenant. */
  async trace(
    { artifact_id, version }: { artifact_id: string; version?: number },
    caller: Caller,
  ): Promise<ArtifactProvenance> {
    const which = version === undefined ? { artifact_id } : { artifact_id, version };
    const { artifact, inputs } = await this.asker.ask(readArtifactOrigin, which, caller);
    const { workflow_id, stage, agent_id, metadata } = artifact;
    const task_id = typeof metadata['task_id'] === 'string' ? metadata['task_id'] : null;
    const attempt = typeof metadata['attempt'] === 'number' ? metadata['attempt'] : null;
    const task: ProvenanceTask = { workflow_id, stage, agent_id, task_id, attempt };
    const [calls, approvals] = await Promise.all([
      this.callsOf(task, caller),
      this.approvalsOf(workflow_id, artifact.version_id, caller),
    ]);
    const costs = calls.found.map(({ cost_micros }) => cost_micros);
    return {
      artifact,
      task,
      inputs,
      model_calls: calls.found,
      cost_micros: costs.includes(null) ? null : costs.reduce((sum: number, cost) => sum + (cost ?? 0), 0),
      approvals: approvals.found,
      is_complete: calls.isComplete && approvals.isComplete,
    };
  }

  private async callsOf(
    { workflow_id, task_id, attempt }: ProvenanceTask,
    caller: Caller,
  ): Promise<{ found: ProvenanceCall[]; isComplete: boolean }> {
    const found: ProvenanceCall[] = [];
    if (task_id === null) return { found, isComplete: true };
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const place: { cursor?: string } = cursor === null ? {} : { cursor };
      const request = { workflow_id, limit: CALLS_PER_PAGE, ...place };
      const reply: ListModelCallsReply = await this.asker.ask(listModelCalls, request, caller);
      const mine = reply.calls.filter((call) => call.task_id === task_id && call.attempt === attempt);
      found.push(...mine.map(shownCall));
      cursor = reply.next_cursor;
      if (cursor === null) return { found: found.slice(0, CALLS_PER_PAGE), isComplete: found.length <= CALLS_PER_PAGE };
    }
    return { found: found.slice(0, CALLS_PER_PAGE), isComplete: false };
  }

  private async approvalsOf(
    workflow_id: string,
    versionId: string,
    caller: Caller,
  ): Promise<{ found: ProvenanceApproval[]; isComplete: boolean }> {
    const listing = { workflow_id, status: 'all' as const, limit: MOST_REQUESTS };
    const { requests, next_cursor } = await this.asker.ask(listHitlRequests, listing, caller);
    const views: HitlRequestView[] = [];
    for (let start = 0; start < requests.length; start += AT_ONCE) {
      const group = requests.slice(start, start + AT_ONCE);
      views.push(
        ...(await Promise.all(
          group.map(({ id: request_id }) => this.asker.ask(getHitlRequest, { request_id }, caller)),
        )),
      );
    }
    const mine = views.filter(({ artifact_versions }) =>
      artifact_versions.some(({ version_id }) => version_id === versionId),
    );
    return { found: mine.map(shownApproval), isComplete: next_cursor === null };
  }
}

function shownCall(call: ModelCallView): ProvenanceCall {
  const { call_id, state, route, provider, model, input_tokens, output_tokens, cost_micros, created_at } = call;
  return { call_id, state, route, provider, model, input_tokens, output_tokens, cost_micros, created_at };
}

function shownApproval({ id: request_id, title, status, created_at, response }: HitlRequestView): ProvenanceApproval {
  return { request_id, title, status, created_at, response };
}
