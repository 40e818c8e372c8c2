import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock } from '@botarmy/chassis';
import {
  EmptyRequest,
  getOrchestratorOverview,
  getWorkflowStatus,
  listWorkflows,
  ListWorkflowsRequest,
  readWorkflowEvents,
  ReadWorkflowEventsRequest,
  WorkflowRequest,
} from '@botarmy/contracts';
import type {
  Caller,
  ListWorkflowsReply,
  OrchestratorOverview,
  ReadWorkflowEventsReply,
  WorkflowStatus,
  WorkflowStatusView,
  WorkflowSummary,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { WaitingTasks } from '../admission/waiting-tasks';
import { ProcessCatalogue } from '../catalogue/process-catalogue';
import { workflowNotFound } from '../commands/command-problems';
import { RunHistories } from '../run-history/run-history';
import { RuntimeSettings } from '../settings/runtime-settings';
import { statusView } from '../workflow/status-view';
import { WorkflowStates } from '../workflow/workflow-states';
import { WorkflowRepository } from './workflow.repository';
import type { WorkflowRow } from './workflow.repository';

const DEFAULT_PAGE = 25;
const DEFAULT_EVENTS = 200;

@Controller()
export class WorkflowQueriesController {
  constructor(
    private readonly repository: WorkflowRepository,
    private readonly states: WorkflowStates,
    private readonly catalogue: ProcessCatalogue,
    private readonly waiting: WaitingTasks,
    private readonly histories: RunHistories,
    private readonly settings: RuntimeSettings,
    private readonly clock: Clock,
  ) {}

  @Answers(listWorkflows)
  async list(@Payload() request: ListWorkflowsRequest, @AskedBy() caller: Caller): Promise<ListWorkflowsReply> {
    const { status, cursor, limit = DEFAULT_PAGE } = request;
    const { rows, total } = await this.repository.list(caller.tenant_id, {
      limit,
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const last = rows.at(-1)?.workflowId;
    return {
      workflows: rows.map(summary),
      total_count: total,
      next_cursor: rows.length === limit && last !== undefined ? last : null,
    };
  }

  @Answers(getWorkflowStatus)
  async status(@Payload() request: WorkflowRequest, @AskedBy() caller: Caller): Promise<WorkflowStatusView> {
    // Another replica may have moved on: what people see is read from the database.
    this.states.forget(request.workflow_id);
    const { tenant_id: tenantId } = caller;
    const [workflow, waiting] = await Promise.all([
      this.states.load(tenantId, request.workflow_id),
      this.waiting.of(tenantId, request.workflow_id),
    ]);
    if (workflow === undefined) throw workflowNotFound();
    const { process, state } = workflow;
    const history = await this.histories.recent(tenantId, process.name, state.usage.simulated);
    // What was imported has ended: only then is there something to look up.
    const imported_from =
      state.ended_at === null ? undefined : await this.repository.importedFrom(tenantId, request.workflow_id);
    const view = statusView(workflow, this.clock.now().toISOString(), waiting, (id) => history.taskMinutes(id));
    return { ...view, ...(imported_from === undefined ? {} : { imported_from }) };
  }

  @Answers(readWorkflowEvents)
  async events(
    @Payload() request: ReadWorkflowEventsRequest,
    @AskedBy() caller: Caller,
  ): Promise<ReadWorkflowEventsReply> {
    const query = { afterSeq: request.after_seq ?? 0, limit: request.limit ?? DEFAULT_EVENTS };
    const page = await this.repository.events(caller.tenant_id, request.workflow_id, query);
    if (page === undefined) throw workflowNotFound();
    return {
      last_seq: page.lastSeq,
      events: page.events.map(({ seq, type, occurredAt, data, progress }) => ({
        seq,
        type,
        occurred_at: occurredAt.toISOString(),
        data: data as Record<string, unknown>,
        progress: progress as Record<string, unknown>,
      })),
    };
  }

  @Answers(getOrchestratorOverview)
  async overview(@Payload() _request: EmptyRequest, @AskedBy() caller: Caller): Promise<OrchestratorOverview> {
    const processes = this.catalogue.offered();
    const agents = new Map(
      processes.flatMap((process) => Object.values(process.agents).map((agent) => [agent.id, agent])),
    );
    return {
      active_workflows: await this.repository.countActive(caller.tenant_id),
      agents: [...agents.values()].map(({ id, name }) => ({
        id,
        name,
        enabled: this.settings.isAgentEnabled(caller.tenant_id, id),
      })),
      processes: processes.map(({ name, version, title, expected_minutes }) => ({
        name,
        version,
        title,
        estimated_duration_minutes: Math.ceil(expected_minutes),
      })),
    };
  }
}

function summary(row: WorkflowRow): WorkflowSummary {
  return {
    id: row.workflowId,
    workflow_type: row.processName,
    title: row.title,
    status: row.status as WorkflowStatus,
    current_stage: row.currentStage,
    current_agent: row.currentAgent,
    progress_percent: row.progressPercent,
    started_at: row.startedAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    simulated: row.isSimulated,
    pending_requests: row.pendingRequests,
    ...(row.importedFrom === null ? {} : { imported_from: row.importedFrom }),
  };
}
