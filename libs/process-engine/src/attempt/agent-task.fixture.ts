import type { AgentTask, LoadedInput } from './agent-task';
import { textHash } from './call-key';

/** A document that meets the contract of `agentTask`. */
export const GOOD_DOCUMENT = '# Requirements Document\n\n## Overview\n\nWhat is wanted.\n\n## Risks\n\nA few.\n';
/** The same without one of the required sections. */
export const DOCUMENT_WITHOUT_RISKS = '# Requirements Document\n\n## Overview\n\nWhat is wanted.\n';

/** An input with its text. */
export function inputOf(path: string, text: string): LoadedInput {
  const name = path.replace(/\W/g, '_');
  const sha256 = textHash(text);
  return {
    reference: {
      artifact_id: `art_${name}`,
      version_id: `ver_${name}_${sha256.slice(0, 8)}`,
      version: 1,
      path,
      sha256,
      size_bytes: Buffer.byteLength(text),
    },
    text,
  };
}

/** An agent task as the orchestrator sends it. */
export function agentTask(changes: Partial<AgentTask> = {}): AgentTask {
  return {
    workflow_id: 'wf_a',
    process_name: 'sdlc',
    process_version: '1.0.0',
    stage_id: 'analyze',
    task_id: 'requirements-analysis',
    task_name: 'Requirements Analysis',
    task_kind: 'deliverable',
    instructions: 'Write the requirements by following the plan.',
    attempt: 1,
    lease: 1,
    lease_seconds: 60,
    agent: {
      id: 'analyst',
      name: 'Analyst',
      pool: 'analyst',
      system_prompt: 'You are a senior business analyst.',
      route: 'default',
      max_output_tokens: 2_048,
      temperature: 0.3,
    },
    inputs: [],
    output: {
      path: 'requirements.md',
      title: 'Requirements Document',
      required_sections: ['Overview', 'Risks'],
      max_words: 500,
    },
    feedback: [],
    ...changes,
  };
}
