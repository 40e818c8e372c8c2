import type { CompiledProcess } from '../definition/compiled-process';
import { INTEGRATION_POOL, PLATFORM_AGENT } from '../definition/integration';
import type { SendAgentTaskEffect, SendTaskEffect } from '../workflow/effects';
import type { AgentTask, TaskOutput } from './agent-task';

/** Characters of one feedback that the message to a runner carries. */
const FEEDBACK_CHARACTERS = 4_000;

/** What the runner of an attempt is told. @throws {Error} for an agent that is not part of the pinned process. */
export function agentTaskOf(effect: SendTaskEffect, process: CompiledProcess, leaseSeconds: number): AgentTask {
  const { workflow_id, stage_id, task_id, task_name, kind, instructions, attempt, lease, priority } = effect;
  return {
    workflow_id,
    process_name: process.name,
    process_version: process.version,
    stage_id,
    task_id,
    task_name,
    task_kind: kind,
    instructions,
    attempt,
    lease,
    lease_seconds: leaseSeconds,
    agent: effect.type === 'send-agent-task' ? profileOf(effect, process) : PLATFORM,
    inputs: [...effect.inputs],
    output: outputOf(effect),
    ...answersOf(effect),
    feedback: feedbackOf(effect),
    ...(priority === 'normal' ? {} : { priority }),
    ...ceilingOf(effect),
    ...integrationOf(effect),
  };
}

/** Who does what no agent does: it asks no model. */
const PLATFORM: AgentTask['agent'] = {
  id: PLATFORM_AGENT,
  name: 'Platform',
  pool: INTEGRATION_POOL,
  system_prompt: '',
  route: 'none',
  max_output_tokens: 1,
  temperature: 0,
};

function profileOf({ agent_id, pool }: SendAgentTaskEffect, process: CompiledProcess): AgentTask['agent'] {
  const agent = process.agents[agent_id];
  if (agent === undefined) throw new Error(`agent ${agent_id} is not part of the pinned process`);
  return {
    id: agent.id,
    name: agent.name,
    pool,
    system_prompt: agent.prompt,
    route: agent.model.route,
    max_output_tokens: agent.model.max_output_tokens,
    temperature: agent.model.temperature,
  };
}

function feedbackOf(effect: SendTaskEffect): AgentTask['feedback'] {
  if (effect.type !== 'send-agent-task') return [];
  return effect.feedback.map(({ source, text }) => ({ source, text: text.slice(0, FEEDBACK_CHARACTERS) }));
}

function answersOf(effect: SendTaskEffect): Pick<AgentTask, 'answers'> {
  if (effect.type !== 'send-agent-task' || effect.answers === undefined) return {};
  return { answers: effect.answers.map((answer) => ({ ...answer })) };
}

function ceilingOf(effect: SendTaskEffect): Pick<AgentTask, 'ceiling'> {
  if (effect.type !== 'send-agent-task' || effect.budget === null) return {};
  const { tokens, cost_micros } = effect.budget;
  return {
    ceiling: { ...(tokens === null ? {} : { tokens }), ...(cost_micros === null ? {} : { cost_micros }) },
  };
}

function integrationOf(effect: SendTaskEffect): Pick<AgentTask, 'integration' | 'timeout_seconds'> {
  if (effect.type !== 'send-integration-task') return {};
  const { integration, timeout_seconds } = effect;
  return { integration: { ...integration }, ...(timeout_seconds === null ? {} : { timeout_seconds }) };
}

/** What the runner has to produce, in the words of the message. */
function outputOf(effect: SendTaskEffect): TaskOutput {
  const { output } = effect;
  const rounds = effect.type === 'send-agent-task' ? effect.question_rounds : undefined;
  const { path, title, required_sections, max_words, template, values } = output;
  return {
    path,
    title,
    required_sections: [...required_sections],
    max_words,
    ...(template === undefined ? {} : { template }),
    ...(values === undefined ? {} : { values }),
    ...(rounds === undefined ? {} : { question_rounds: rounds }),
  };
}
