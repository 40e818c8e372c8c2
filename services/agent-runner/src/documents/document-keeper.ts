import { Injectable } from '@nestjs/common';

import { crashPoint } from '@botarmy/chassis';
import { findStoredArtifact, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { operationKeyOf } from '../task/attempt';
import type { Attempt } from '../task/attempt';

/** Stores the document of an attempt, once, and finds what an earlier runner stored. */
@Injectable()
export class DocumentKeeper {
  constructor(private readonly asker: Asker) {}

  /** Asked only where somebody may have stored before; storing twice is harmless anyway. */
  async find({ task, caller, isTakeover }: Attempt): Promise<ArtifactReference | undefined> {
    if (!isTakeover) return undefined;
    const { workflow_id, output } = task;
    const request = { workflow_id, path: output.path, operation_key: operationKeyOf(task) };
    const { artifact } = await this.asker.ask(findStoredArtifact, request, caller);
    return artifact ?? undefined;
  }

  /** @param metadata What is known of how the text came about, beside the task itself. */
  async store(
    { task, caller }: Attempt,
    content: string,
    metadata: Readonly<Record<string, unknown>>,
  ): Promise<ArtifactReference> {
    crashPoint('runner.before-store');
    const { artifact } = await this.asker.ask(
      storeArtifact,
      {
        workflow_id: task.workflow_id,
        path: task.output.path,
        name: task.output.title,
        type: 'markdown',
        agent_id: task.agent.id,
        stage: task.stage_id,
        operation_key: operationKeyOf(task),
        content,
        dependencies: task.inputs.map((input) => input.version_id),
        metadata: { ...metadata, attempt: task.attempt, task_id: task.task_id, agent_id: task.agent.id },
      },
      caller,
    );
    crashPoint('runner.after-store');
    return artifact;
  }
}
