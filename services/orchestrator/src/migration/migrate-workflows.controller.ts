import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { migrateWorkflows, MigrateWorkflowsRequest } from '@botarmy/contracts';
import type { Caller, MigrateWorkflowsReply, WorkflowMigration } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import { migrationChanges, migrationProblems } from '@botarmy/process-engine';
import type { CompiledProcess } from '@botarmy/process-engine';

import { ProcessCatalogue } from '../catalogue/process-catalogue';
import { workflowNotFound } from '../commands/command-problems';
import type { LoadedWorkflow } from '../workflow/loaded-workflow';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { WorkflowStates } from '../workflow/workflow-states';
import { MigrationCandidates } from './migration-candidates';

/** Workflows in one answer. */
const MOST_WORKFLOWS = 200;
/** Workflows looked at side by side; their decisions share commits. */
const AT_A_TIME = 32;

/** Moves running workflows to the current version of their process. */
@Controller()
export class MigrateWorkflowsController {
  constructor(
    private readonly catalogue: ProcessCatalogue,
    private readonly candidates: MigrationCandidates,
    private readonly states: WorkflowStates,
    private readonly executor: WorkflowExecutor,
  ) {}

  @Answers(migrateWorkflows)
  async migrate(
    @Payload() request: MigrateWorkflowsRequest,
    @AskedBy() caller: Caller,
  ): Promise<MigrateWorkflowsReply> {
    const { name, workflow_ids, after, dry_run = true } = request;
    const to = await this.catalogue.current(caller.tenant_id, name);
    if (to === undefined) throw unknownProcess(name);
    const wanted = { name, hash: to.content_hash };
    const { workflowIds, remaining } =
      workflow_ids === undefined
        ? await this.candidates.oldest(caller.tenant_id, wanted, { after, limit: MOST_WORKFLOWS })
        : { workflowIds: [...new Set(workflow_ids)], remaining: 0 };
    const found = await inGroups(workflowIds, (id) => this.states.load(caller.tenant_id, id));
    // Nothing moves when one of those that were named cannot be meant.
    if (workflow_ids !== undefined) for (const loaded of found) assertRunsOn(name, loaded);
    const workflows = await inGroups(
      found.filter((loaded) => loaded !== undefined),
      (loaded) => this.one(loaded, to, { dry_run, caller }),
    );
    return { to_version: to.version, to_hash: to.content_hash, dry_run, workflows, remaining };
  }

  private async one(
    { state, process }: LoadedWorkflow,
    to: CompiledProcess,
    { dry_run, caller }: { dry_run: boolean; caller: Caller },
  ): Promise<WorkflowMigration> {
    const { workflow_id } = state;
    const view = { workflow_id, from_version: process.version, from_hash: process.content_hash };
    if (process.content_hash === to.content_hash) return { ...view, outcome: 'current', reasons: [], changes: [] };
    const changes = migrationChanges(state, process, to).map((each) => ({ ...each, fields: [...each.fields] }));
    if (state.phase !== 'running') return refused({ ...view, changes }, [`The workflow is ${state.phase}.`]);
    const reasons = migrationProblems(state, process, to);
    if (reasons.length > 0) return refused({ ...view, changes }, reasons);
    if (dry_run) return { ...view, changes, outcome: 'moves', reasons: [] };
    const target = { tenantId: caller.tenant_id, workflowId: workflow_id };
    const execution = await this.executor.execute(target, {
      type: 'migrate',
      to,
      migrated_by: caller.user_id,
    });
    if (execution.outcome === 'accepted') return { ...view, changes, outcome: 'moved', reasons: [] };
    if (execution.outcome === 'ignored') return { ...view, changes: [], outcome: 'current', reasons: [] };
    // It went on since it was looked at.
    if (execution.outcome === 'rejected' && execution.decision.outcome === 'rejected')
      return refused({ ...view, changes }, [execution.decision.detail]);
    throw new Error(`a migration was ${execution.outcome}`);
  }
}

function refused(view: Omit<WorkflowMigration, 'outcome' | 'reasons'>, reasons: readonly string[]): WorkflowMigration {
  return { ...view, outcome: 'refused', reasons: [...reasons] };
}

async function inGroups<TItem, TResult>(
  items: readonly TItem[],
  work: (item: TItem) => Promise<TResult>,
): Promise<TResult[]> {
  const results: TResult[] = [];
  for (let at = 0; at < items.length; at += AT_A_TIME)
    results.push(...(await Promise.all(items.slice(at, at + AT_A_TIME).map(work))));
  return results;
}

function assertRunsOn(name: string, loaded: LoadedWorkflow | undefined): void {
  if (loaded === undefined) throw workflowNotFound();
  if (loaded.process.name === name) return;
  throw new Problem({
    status: 422,
    code: 'other-process',
    title: 'A workflow of another process',
    detail: `${loaded.state.workflow_id} runs ${loaded.process.name}, not ${name}: leave it out.`,
  });
}

function unknownProcess(name: string): Problem {
  return new Problem({
    status: 404,
    code: 'unknown-process',
    title: 'Process not found',
    detail: `There is no process "${name}": list the processes.`,
  });
}
