import { Injectable } from '@nestjs/common';

import { createId, readArtifact, serviceCaller, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import { PLATFORM_AGENT } from '@botarmy/process-engine';
import type { CompiledProcess, StartChildWorkflowEffect } from '@botarmy/process-engine';

/** The part of the platform that hands documents over. */
const AUTHOR = 'orchestrator';

/** A document as it was handed over. */
export interface HandedOver {
  readonly artifact: ArtifactReference;
  readonly text: string;
}

/** Hands documents over between a workflow and the one that does a task of it. Repeating stores nothing twice. */
@Injectable()
export class ChildDocuments {
  constructor(private readonly asker: Asker) {}

  /** The parent's document as brief of the child. */
  async giveBrief(
    { tenant_id, child_id, workflow_id, task_id }: StartChildWorkflowEffect,
    brief: ArtifactReference,
    { input, stages }: CompiledProcess,
  ): Promise<ArtifactReference> {
    const { artifact } = await this.copy(tenant_id, brief, {
      workflow_id: child_id,
      path: input.path,
      name: input.title,
      stage: stages[0]?.name ?? '',
      operation_key: 'brief',
      dependencies: [],
      metadata: { simulated: false, from_workflow_id: workflow_id, from_task_id: task_id },
    });
    return artifact;
  }

  /** The child's document as result of the parent's task. */
  takeResult(
    { tenant_id, workflow_id, child_id, task_id, stage_id, attempt, output, brief }: StartChildWorkflowEffect,
    result: ArtifactReference,
    simulated: boolean,
  ): Promise<HandedOver> {
    return this.copy(tenant_id, result, {
      workflow_id,
      path: output.path,
      name: output.title,
      stage: stage_id,
      operation_key: `${task_id}.${attempt}`,
      dependencies: brief === null ? [] : [brief.version_id],
      metadata: { simulated, task_id, attempt, from_workflow_id: child_id },
    });
  }

  private async copy(
    tenantId: string,
    { artifact_id, version }: ArtifactReference,
    target: {
      readonly workflow_id: string;
      readonly path: string;
      readonly name: string;
      readonly stage: string;
      readonly operation_key: string;
      readonly dependencies: string[];
      readonly metadata: Record<string, unknown>;
    },
  ): Promise<HandedOver> {
    const caller = serviceCaller(AUTHOR, tenantId, createId('req'));
    const { content } = await this.asker.ask(readArtifact, { artifact_id, version }, caller);
    const request = { ...target, type: 'markdown' as const, agent_id: PLATFORM_AGENT, content };
    const { artifact } = await this.asker.ask(storeArtifact, request, caller);
    return { artifact, text: content };
  }
}
