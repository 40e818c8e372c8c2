import type { ArtifactReference, ExecuteAgentTask } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';
import { textHash } from '@botarmy/process-engine';

import { attemptOf } from './task/attempt';
import type { Attempt } from './task/attempt';

/** A document that meets the contract of `agentTask`. */
export const GOOD_DOCUMENT = '# Requirements Document\n\n## Overview\n\nWhat is wanted.\n\n## Risks\n\nA few.\n';
/** The same without one of the required sections. */
export const DOCUMENT_WITHOUT_RISKS = '# Requirements Document\n\n## Overview\n\nWhat is wanted.\n';

/** A reference as the artifact store would give it for this text. */
export function referenceTo(path: string, text: string): ArtifactReference {
  const name = path.replace(/\W/g, '_');
  return {
    artifact_id: `art_${name}`,
    version_id: `ver_${name}_${textHash(text).slice(0, 8)}`,
    version: 1,
    path,
    sha256: textHash(text),
    size_bytes: Buffer.byteLength(text),
  };
}

/** An agent task as the orchestrator sends it. */
export function agentTask(changes: Partial<ExecuteAgentTask> = {}): ExecuteAgentTask {
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

/** A delivery of a task to the analyst pool. */
export function deliveryOf(changes: Partial<Delivery> = {}): Delivery {
  return {
    consumer: 'agent-runner-analyst',
    eventId: 'msg_task',
    tenantId: 'ten_default',
    subject: 'cmd.ten_default.agent-task.execute.v1.analyst.wf_a',
    headers: {},
    redelivered: false,
    deliveryCount: 1,
    ...changes,
  };
}

/** A task in hand. */
export function attemptAt(task: ExecuteAgentTask = agentTask(), delivery: Delivery = deliveryOf()): Attempt {
  return attemptOf(task, delivery, new AbortController().signal);
}
