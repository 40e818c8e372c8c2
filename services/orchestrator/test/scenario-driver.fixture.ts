import { Problem } from '@botarmy/chassis';
import {
  cancelWorkflow,
  createId,
  pauseWorkflow,
  resumeWorkflow,
  retryTask,
  skipTask,
  startWorkflow,
} from '@botarmy/contracts';
import type { ExecuteAgentTask } from '@botarmy/contracts';
import {
  checkQuestions,
  eachTask,
  findTask,
  openQuestions,
  SAMPLE_QUESTIONS,
  standingOfRound,
  SAMPLE_USAGE,
  sampleInputs,
  sampleValues,
} from '@botarmy/process-engine';
import type {
  CompiledProcess,
  JsonRecord,
  ScenarioDriver,
  ScenarioObservation,
  ScenarioStep,
  ValueSchema,
  WorkflowCommand,
  WorkflowState,
} from '@botarmy/process-engine';

import { ProcessCatalogue } from '../src/catalogue/process-catalogue';
import { OrchestratorConfig } from '../src/config';
import { Reconciler } from '../src/reconciler/reconciler';
import type { Execution } from '../src/workflow/workflow-executor';
import { WorkflowExecutor } from '../src/workflow/workflow-executor';
import { ChildRun } from './child-run.fixture';
import type { ExecutionLog } from './execution-log.fixture';
import { observeWorkflow } from './observe-workflow.fixture';
import type { OrchestratorPlatform } from './platform.fixture';
import { operator } from './platform.fixture';

type Step<TName extends keyof ScenarioStep> = NonNullable<ScenarioStep[TName]>;

const BRIEF = 'A story of one workflow.';
const TENANT = 'ten_default';
/** Most tasks and questions answered by one `run_until`. */
const MAX_STEPS = 200;

/**
 * Carries stories out on the running orchestrator: each step travels as the message or question it is in production, and is over when
 * the executor has committed what it means. Leases and timers come due when the story says so; metadata is stored from then on.
 * The platform needs a reconciler that does not look by itself.
 */
export class OrchestratorDriver implements ScenarioDriver {
  private workflowId = '';
  private latest: WorkflowState | undefined;
  private request = 'hitl_none';
  private letClose = (): void => undefined;
  private readonly mayClose = new Promise<void>((resolve) => (this.letClose = resolve));

  constructor(
    private readonly platform: OrchestratorPlatform,
    private readonly log: ExecutionLog,
    private readonly processName: string,
  ) {
    platform.behave = () => 'silent';
    platform.beforeStore = ({ operation_key, workflow_id }) =>
      operation_key === 'closing' && workflow_id === this.workflowId ? this.mayClose : undefined;
  }

  /** Does one step and says how it went. */
  perform(step: ScenarioStep): Promise<string> {
    if (step.start !== undefined) return this.start(step.start);
    if (step.run_until !== undefined) return this.runUntil(step.run_until);
    if (step.complete !== undefined) return this.complete(step.complete);
    if (step.fail !== undefined) return this.fail(step.fail);
    if (step.answer !== undefined) return this.answer(step.answer);
    if (step.ask !== undefined) return this.askPeople(step.ask);
    if (step.answer_questions !== undefined) return this.answerQuestions(step.answer_questions);
    if (step.expire_lease !== undefined) return this.comeDue('expire-lease', 'agent-task', step.expire_lease.task);
    if (step.fire_timer !== undefined) return this.comeDue('fire-timer', 'timer', this.timerOf(step.fire_timer));
    if (step.close !== undefined) return this.close();
    return this.control(step);
  }

  /** What others see. */
  observe(): Promise<ScenarioObservation> {
    return observeWorkflow(this.platform, this.workflowId);
  }

  /** Lets go of a workflow that waits for its metadata. */
  end(): void {
    this.letClose();
  }

  private async start({ approvals, inputs, parallel = false }: Step<'start'>): Promise<string> {
    const { mark } = this.log;
    const { app } = this.platform.orchestrator;
    app.get(OrchestratorConfig).WORKFLOW_PARALLEL_EXECUTION = parallel;
    const process = app.get(ProcessCatalogue).find(this.processName);
    if (process === undefined) throw new Error(`there is no process ${this.processName}`);
    const given = inputs ?? sampleInputs(process.inputs);
    if (approvals === undefined) {
      const request = { project_brief: BRIEF, workflow_type: this.processName, inputs: given };
      const reply = await this.platform.gateway.ask(startWorkflow, request, operator());
      this.workflowId = reply.workflow_id;
    } else await this.startWith(process, approvals, given);
    return this.outcomeOf('start', mark);
  }

  /** No request carries approvals of its own yet: the command is given to the executor itself. */
  private async startWith(
    process: CompiledProcess,
    approvals: NonNullable<Step<'start'>['approvals']>,
    inputs: JsonRecord,
  ): Promise<void> {
    this.workflowId = createId('wf');
    const { name, version, content_hash } = process;
    await this.platform.orchestrator.app.get(WorkflowExecutor).execute(
      { tenantId: TENANT, workflowId: this.workflowId },
      {
        type: 'start',
        workflow_id: this.workflowId,
        tenant_id: TENANT,
        process: { name, version, content_hash },
        brief: this.platform.storeBrief(this.workflowId, process.input, BRIEF),
        started_by: 'usr_op',
        approvals,
        inputs,
      },
      { fresh: { process, title: BRIEF } },
    );
  }

  private async complete({
    task,
    missing_sections = [],
    words = 320,
    stale,
    values,
  }: Step<'complete'>): Promise<string> {
    if (this.childOf(task) !== undefined) return this.completeChild(task);
    const received = await this.received(task);
    const passed = missing_sections.length === 0 && words <= received.output.max_words;
    const { mark } = this.log;
    await this.platform.complete(received, {
      evidence: { passed, words, missing_sections: [...missing_sections], repairs: 0 },
      ...valuesFor(received, values),
      usage: SAMPLE_USAGE,
      ...(stale === undefined ? {} : { [stale]: received[stale] - 1 }),
    });
    return this.outcomeOf('complete-task', mark);
  }

  private async fail({ task, code, retryable = true, retry_after_ms = 0 }: Step<'fail'>): Promise<string> {
    if (this.childOf(task) !== undefined) return this.failChild(task);
    const received = await this.received(task);
    const { mark } = this.log;
    await this.platform.fail(received, { code, retryable, retry_after_ms });
    return this.outcomeOf('fail-task', mark);
  }

  /** The workflow that does a sub-process task. */
  private childOf(task: string): string | undefined {
    return findTask(this.state, task)?.child_id ?? undefined;
  }

  /** A story tells that a sub-process ends: its own tasks are done by the stand-ins, and the parent hears of it as in production. */
  private async completeChild(task: string): Promise<string> {
    const { mark } = this.log;
    const child = new ChildRun(this.platform, this.log, this.childOf(task) ?? '');
    await child.runToEnd();
    return this.outcomeOf('complete-task', mark);
  }

  private async failChild(task: string): Promise<string> {
    const { mark } = this.log;
    const child = new ChildRun(this.platform, this.log, this.childOf(task) ?? '');
    await child.cancel();
    return this.outcomeOf('fail-task', mark);
  }

  private async answer({ response, feedback, about }: Step<'answer'>): Promise<string> {
    const { mark } = this.log;
    const asked = this.state.pending_approvals.find(({ approval_id }) => about === undefined || approval_id === about);
    await this.platform.answer(asked?.request_id ?? this.request, this.workflowId, response, feedback);
    return this.outcomeOf('answer-approval', mark);
  }

  private async askPeople({ task, questions }: Step<'ask'>): Promise<string> {
    const received = await this.received(task);
    const { mark } = this.log;
    const reading = questions === undefined ? undefined : checkQuestions(questions);
    if (reading?.ok === false) throw new Error(`these are no questions: ${reading.problems.join(' ')}`);
    await this.platform.ask(received, reading?.questions ?? SAMPLE_QUESTIONS, SAMPLE_USAGE);
    return this.outcomeOf('ask-questions', mark);
  }

  private async answerQuestions({ answers: given = {}, declined = false }: Step<'answer_questions'>): Promise<string> {
    const { mark } = this.log;
    const asked = this.state.pending_approvals.find(({ task_id }) => task_id !== undefined);
    const task = asked?.task_id === undefined ? undefined : findTask(this.state, asked.task_id);
    const { answers } = standingOfRound(openQuestions(task) ?? [], given, true);
    const response = declined ? 'rejected' : 'approved';
    await this.platform.answer(asked?.request_id ?? this.request, this.workflowId, response, '', {
      answers: declined ? [] : answers,
    });
    return this.outcomeOf('answer-questions', mark);
  }

  private async comeDue(
    command: 'expire-lease' | 'fire-timer',
    kind: 'agent-task' | 'timer',
    subject?: string,
  ): Promise<string> {
    const { mark } = this.log;
    await this.platform.database.query(
      `UPDATE orchestrator.due_work SET due_at = now(), is_heard = true WHERE workflow_id = $1 AND kind = $2 AND subject_id = coalesce($3, subject_id)`,
      [this.workflowId, kind, subject ?? null],
    );
    await this.platform.orchestrator.app.get(Reconciler).look();
    return this.outcomeOf(command, mark);
  }

  /** The timer of that purpose, else that of the retry that waits. */
  private timerOf({ of: purpose }: Step<'fire_timer'>): string | undefined {
    const { state } = this;
    if (purpose !== undefined) {
      return Object.entries(state.timers).find(([, timer]) => timer.purpose === purpose)?.[0];
    }
    return [...eachTask(state)].flatMap(([, { timer }]) => timer?.timer_id ?? [])[0];
  }

  private async close(): Promise<string> {
    const { mark } = this.log;
    this.letClose();
    return this.outcomeOf('record-closing', mark);
  }

  private async control(step: ScenarioStep): Promise<string> {
    const { mark } = this.log;
    const [command, asked] = this.ask(step);
    const refusal = await asked.then(
      () => undefined,
      (error: unknown) => error,
    );
    const outcome = await this.outcomeOf(command, mark);
    if (refusal === undefined || (refusal instanceof Problem && outcome === `rejected: ${refusal.code}`))
      return outcome;
    throw refusal;
  }

  private ask({ pause, resume, cancel, retry, skip }: ScenarioStep): [WorkflowCommand['type'], Promise<unknown>] {
    const { gateway } = this.platform;
    const target = { workflow_id: this.workflowId };
    if (pause !== undefined) return ['pause', gateway.ask(pauseWorkflow, { ...target, ...pause }, operator())];
    if (resume !== undefined) return ['resume', gateway.ask(resumeWorkflow, target, operator())];
    if (retry !== undefined) {
      return ['retry-task', gateway.ask(retryTask, { ...target, task_id: retry.task }, operator())];
    }
    if (skip !== undefined) {
      const { task: task_id, reason } = skip;
      return ['skip-task', gateway.ask(skipTask, { ...target, task_id, reason }, operator())];
    }
    return ['cancel', gateway.ask(cancelWorkflow, { ...target, ...cancel }, operator())];
  }

  private async runUntil(goal: string): Promise<string> {
    for (let count = 0; count < MAX_STEPS; count += 1) {
      const { state } = this;
      const atWork = [...eachTask(state)].flatMap(([id, { status }]) => (status === 'running' ? [id] : []));
      const [running] = atWork;
      if (atWork.includes(goal) || goal === state.phase || (goal === 'approval' && state.pending_approvals.length > 0))
        return 'accepted';
      let outcome: string;
      if (running !== undefined) outcome = await this.complete({ task: running });
      else if (state.pending_approvals[0]?.task_id !== undefined) outcome = await this.answerQuestions({});
      else if (state.pending_approvals.length > 0) outcome = await this.answer({ response: 'approved' });
      else if (state.phase === 'closing') outcome = await this.close();
      else return `stuck before ${goal}`;
      if (outcome !== 'accepted') return outcome;
    }
    return `did not reach ${goal}`;
  }

  /** The newest attempt of a task as its runner received it. */
  private async received(task: string): Promise<ExecuteAgentTask> {
    const { attempt = 1, lease = 1 } = findTask(this.state, task) ?? {};
    return this.platform.taskReceived(this.workflowId, { task_id: task, attempt, lease });
  }

  private get state(): WorkflowState {
    if (this.latest === undefined) throw new Error('The story has not started a workflow.');
    return this.latest;
  }

  private async outcomeOf(command: WorkflowCommand['type'], mark: number): Promise<string> {
    const execution = await this.log.executed(mark, this.workflowId, command);
    this.remember(execution);
    return describe(execution);
  }

  private remember(execution: Execution): void {
    if (!('workflow' in execution)) return;
    this.latest = execution.workflow.state;
    this.request = this.latest.pending_approvals[0]?.request_id ?? this.request;
  }
}

/** What the document of an attempt states: what the story says, else the smallest that fits. */
function valuesFor({ output }: ExecuteAgentTask, given: JsonRecord | undefined): { values?: Record<string, unknown> } {
  const values = given ?? sampleValues(output.values as Readonly<Record<string, ValueSchema>> | undefined);
  return values === null ? {} : { values };
}

function describe(execution: Execution): string {
  if (!('decision' in execution)) return execution.outcome;
  const { decision } = execution;
  if (decision.outcome === 'accepted') return 'accepted';
  return decision.outcome === 'ignored' ? `ignored: ${decision.reason}` : `rejected: ${decision.code}`;
}
