import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import {
  createId,
  getWorkflowStatus,
  hasRole,
  messageAgent,
  pauseWorkflow,
  resumeWorkflow,
  startWorkflow,
} from '@botarmy/contracts';
import type { Caller, CommandOutcome } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { AnswerRequest } from '../../requests/answer-request';
import { messageRefused } from '../store/conversation-problems';
import { OpenRequests } from './open-requests';
import { helpText } from './text-commands';
import type { CommandName, TextCommand } from './text-commands';

/** A command to carry out on somebody's behalf. */
export interface Invocation {
  readonly command: TextCommand;
  readonly values: Readonly<Record<string, string>>;
  readonly workflowId: string | null;
  readonly caller: Caller;
}

type Runner = (invocation: Invocation) => Promise<Omit<CommandOutcome, 'command'>>;
/** Commands that have agents speak are carried out by whoever records the message. */
type Carried = Exclude<CommandName, 'ask'>;

/** Carries commands out with the rights of the person who wrote them. */
@Injectable()
export class RunCommand {
  private readonly runners: Readonly<Record<Carried, Runner>> = {
    accept: (invocation) => this.decide(invocation, 'approve'),
    reject: (invocation) => this.decide(invocation, 'reject'),
    modify: (invocation) => this.decide(invocation, 'modify'),
    pause: (invocation) => this.pause(invocation),
    resume: (invocation) => this.resume(invocation),
    status: (invocation) => this.status(invocation),
    start: (invocation) => this.start(invocation),
    guide: (invocation) => this.guide(invocation),
    help: () => Promise.resolve({ text: helpText(), data: {} }),
  };

  constructor(
    private readonly answers: AnswerRequest,
    private readonly requests: OpenRequests,
    private readonly asker: Asker,
  ) {}

  /**
   * Carries a command out and says what came of it.
   *
   * @throws {Problem} 403 without the command's role; whatever refuses the deed. Nothing was changed then.
   */
  async run(invocation: Invocation): Promise<CommandOutcome> {
    const { command } = invocation;
    assertAllowed(invocation);
    if (command.name === 'ask') throw new Error('an agent is asked with the message');
    return { command: command.name, ...(await this.runners[command.name](invocation)) };
  }

  private async decide({ values, workflowId, caller }: Invocation, response: 'approve' | 'modify' | 'reject') {
    const request_id = await this.requests.meant(caller.tenant_id, workflowId, values['request']);
    const words = values['reason'] ?? values['what'] ?? values['feedback'];
    if (words !== undefined && words.length > 4_000)
      throw messageRefused('feedback-too-long', 'A decision takes 4,000 characters at most: say it shorter.');
    const feedback = words === undefined ? {} : { feedback: words };
    const reply = await this.answers.answer({ request_id, response, ...feedback }, caller);
    const { status, workflow_resumed, votes } = reply;
    const given = votes?.approved_by.length ?? 0;
    const after = workflow_resumed ? 'The workflow goes on.' : `${given} of ${votes?.needed ?? 1} have approved.`;
    return { text: `Recorded: ${response}. ${after}`, data: { request_id, response, status, workflow_resumed } };
  }

  private async pause({ workflowId, caller }: Invocation) {
    const workflow_id = required(workflowId);
    const { paused_at } = await this.asker.ask(pauseWorkflow, { workflow_id }, caller);
    return { text: `Paused at ${paused_at}.`, data: { workflow_id, paused_at } };
  }

  private async resume({ workflowId, caller }: Invocation) {
    const workflow_id = required(workflowId);
    const { resumed_at } = await this.asker.ask(resumeWorkflow, { workflow_id }, caller);
    return { text: `Goes on since ${resumed_at}.`, data: { workflow_id, resumed_at } };
  }

  private async status({ workflowId, caller }: Invocation) {
    const workflow_id = required(workflowId);
    const view = await this.asker.ask(getWorkflowStatus, { workflow_id }, caller);
    const open = await this.requests.of(caller.tenant_id, workflow_id);
    const lines = [
      `${view.status}, ${view.progress_percent} %${view.current_stage === null ? '' : `, stage ${view.current_stage}`}.`,
      ...(open.length === 0 ? ['Nothing waits for a decision.'] : ['Waiting for a decision:']),
      ...open.slice(0, 50).map(({ number, title }) => `${number}. ${title}`),
    ];
    const requests = open.slice(0, 50).map(({ number, requestId, title }) => ({ number, id: requestId, title }));
    return { text: lines.join('\n'), data: { workflow_id, status: view.status, requests } };
  }

  private async start({ values, caller }: Invocation) {
    const idempotency_key = caller.idempotency_key ?? createId('msg');
    const started = await this.asker.ask(
      startWorkflow,
      { project_brief: values['brief'] ?? '', workflow_type: values['process'] ?? '' },
      { ...caller, idempotency_key },
    );
    return { text: `Workflow ${started.workflow_id} started.`, data: { workflow_id: started.workflow_id } };
  }

  private async guide({ values, workflowId, caller }: Invocation) {
    const agent_id = values['agent'] ?? '';
    const message = values['guidance'] ?? '';
    if (message.length > 4_000)
      throw messageRefused('guidance-too-long', 'Guidance takes 4,000 characters at most: say it shorter.');
    const asked = { workflow_id: required(workflowId), agent_id, message };
    const { agent_response_expected } = await this.asker.ask(messageAgent, asked, caller);
    const text = agent_response_expected
      ? `${agent_id} is given this with its next attempt.`
      : `${agent_id} has nothing left to do in this workflow; the guidance stays on the record.`;
    return { text, data: { agent_id, agent_response_expected } };
  }
}

/** @throws {Problem} 403 or 422: the command is not for this person, or not for this conversation. */
export function assertAllowed({ command, workflowId, caller }: Omit<Invocation, 'values'>): void {
  if (!hasRole(caller.role, command.role)) {
    throw new Problem({
      status: 403,
      code: 'role-missing',
      title: 'Not allowed',
      detail: `"/${command.name}" needs the role "${command.role}" or a higher one: ask an administrator.`,
    });
  }
  if (command.needsWorkflow && workflowId === null)
    throw messageRefused('no-workflow-here', `"/${command.name}" is for the thread of a workflow: write it there.`);
}

function required(workflowId: string | null): string {
  if (workflowId === null) throw new Error('the command was admitted without a workflow');
  return workflowId;
}
