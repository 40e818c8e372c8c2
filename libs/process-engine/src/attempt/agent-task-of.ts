import type { CompiledProcess } from '../definition/compiled-process';
import type { SendAgentTaskEffect } from '../workflow/effects';
import type { AgentTask, TaskOutput } from './agent-task';

/** Characters of one feedback that the message to a runner carries. */
const FEEDBACK_CHARACTERS = 4_000;

/** What the runner of an attempt is told. @throws {Error} for an agent that is not part of the pinned process. */
export function agentTaskOf(effect: SendAgentTaskEffect, process: CompiledProcess, leaseSeconds: number): AgentTask {
  const { workflow_id, stage_id, task_id, task_name, kind, instructions, attempt, lease, pool, agent_id } = effect;
  const agent = process.agents[agent_id];
  if (agent === undefined) throw new Error(`agent ${agent_id} is not part of the pinned process`);
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
    agent: {
      id: agent.id,
      name: agent.name,
      pool,
      system_prompt: agent.prompt,
      route: agent.model.route,
      max_output_tokens: agent.model.max_output_tokens,
      temperature: agent.model.temperature,
    },
    inputs: [...effect.inputs],
    output: outputOf(effect),
    feedback: effect.feedback.map(({ source, text }) => ({ source, text: text.slice(0, FEEDBACK_CHARACTERS) })),
  };
}

/** What the runner has to produce, in the words of the message. */
function outputOf({ output }: SendAgentTaskEffect): TaskOutput {
  const { path, title, required_sections, max_words, template, values } = output;
  return {
    path,
    title,
    required_sections: [...required_sections],
    max_words,
    ...(template === undefined ? {} : { template }),
    ...(values === undefined ? {} : { values }),
  };
}
