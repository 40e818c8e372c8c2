import { Problem } from '@botarmy/chassis';
import { pauseWorkflow, resumeWorkflow, skipTask, startWorkflow } from '@botarmy/contracts';
import type { Caller, StartWorkflowReply } from '@botarmy/contracts';
import type { WorkflowState } from '@botarmy/process-engine';

import type { World } from '../world';
import { drawWish } from './interventions';

const PATIENCE_MS = 10_000;
const MOST_REPEATS = 3;

/** A person with a browser: starts one workflow, interferes with it, repeats what was not answered. */
export class Client {
  private commands = 0;
  private started: string | undefined;

  constructor(
    private readonly world: World,
    private readonly tenantId: string,
    private readonly number: number,
  ) {}

  /** The workflow, once its start was answered. */
  get workflowId(): string | undefined {
    return this.started;
  }

  /** Starts the workflow, however often that has to be asked. */
  async start(processName: string): Promise<void> {
    const request = { project_brief: `# Brief ${this.number}\n\nBuild it.\n`, workflow_type: processName };
    const reply = (await this.insist(startWorkflow.subject, request)) as StartWorkflowReply;
    this.started = reply.workflow_id;
  }

  /** Does something to the running workflow. */
  async interfere(): Promise<void> {
    const { simulation, checks } = this.world;
    const workflow = checks.history.folded.get(this.started ?? '');
    if (workflow === undefined) return;
    const { subject, request } = drawWish(simulation.random, workflow);
    await this.insist(subject, request);
    if (subject === pauseWorkflow.subject)
      simulation.after(simulation.random.logarithmic(10, 60_000), () => void this.letGo());
  }

  /** Takes a pause back. */
  async letGo(): Promise<void> {
    if (this.started !== undefined) await this.insist(resumeWorkflow.subject, { workflow_id: this.started });
  }

  /** Resumes whatever is still held and leaves out what waits for a person, as somebody who looks now and then would. */
  lookAfterHeld(everyMs: number): void {
    const { simulation, checks } = this.world;
    simulation.after(everyMs, () => {
      const state = checks.history.folded.get(this.started ?? '')?.state;
      if (state !== undefined && state.ended_at === null) {
        if (state.pause !== null) void this.letGo();
        else void this.skipFailed(state);
      }
      if (state?.ended_at == null) this.lookAfterHeld(everyMs);
    });
  }

  private async skipFailed({ workflow_id, stages }: WorkflowState): Promise<void> {
    for (const { tasks } of Object.values(stages))
      for (const [task_id, { status, tolerated }] of Object.entries(tasks))
        if (status === 'failed' && !tolerated)
          await this.insist(skipTask.subject, { workflow_id, task_id, reason: 'It does without.' });
  }

  /** One command under one idempotency key, until it has an answer; every answer must be the same. */
  private async insist(subject: string, request: object): Promise<object | undefined> {
    const { simulation, faults } = this.world;
    this.commands += 1;
    const key = `${this.number}-${this.commands}`;
    const caller: Caller = {
      tenant_id: this.tenantId,
      user_id: `usr_${this.number}`,
      user_name: 'Somebody',
      role: 'admin',
      request_id: `req_${this.number}_${this.commands}`,
      idempotency_key: key,
    };
    simulation.tell(() => `client ${this.number} asks ${subject}`);
    let answers = 0;
    for (;;) {
      const answer = await this.askOnce(subject, request, caller);
      if (answer === undefined) continue;
      this.world.checks.answered(key, answer);
      answers += 1;
      if (answers > MOST_REPEATS || !faults.strikes('repeatedCommands')) return answer;
    }
  }

  /** Undefined when nobody answered; a refusal is an answer. */
  private askOnce(subject: string, request: object, caller: Caller): Promise<object | undefined> {
    const { world } = this;
    const { simulation, faults } = world;
    const { promise, resolve } = Promise.withResolvers<object | undefined>();
    simulation.after(PATIENCE_MS, () => resolve(undefined));
    const ready = world.orchestrators.filter((node) => node.takesQuestions);
    if (ready.length === 0) return promise;
    const node = simulation.random.pick(ready);
    if (faults.strikes('askLost')) return promise;
    node.process.after(simulation.random.fraction() * 5, () => {
      const answer = (reply: object): void => {
        if (!faults.strikes('askLost')) simulation.after(simulation.random.fraction() * 5, () => resolve(reply));
      };
      node.ask(subject, request, caller).then(answer, (error: unknown) => {
        if (error instanceof Problem) answer({ refused: error.code });
      });
    });
    return promise;
  }
}
