import { Injectable } from '@nestjs/common';

import { crashPoint, withSpan } from '@botarmy/chassis';
import { findStoredArtifact, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference, ContractEvidence, StoreArtifactRequest } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import { evidenceOf, valuesOf } from '@botarmy/process-engine';
import type { Draft, UsageSum } from '@botarmy/process-engine';

import { RunnerConfig } from '../config';
import { InputLoader } from '../inputs/input-loader';
import { operationKeyOf } from '../task/attempt';
import type { Attempt } from '../task/attempt';
import { DocumentWriter } from '../writing/document-writer';

/** What a successful attempt leaves behind. */
export interface AttemptResult {
  readonly artifact: ArtifactReference;
  readonly evidence: ContractEvidence;
  /** What the document states; absent when it is not asked to. */
  readonly values?: Record<string, unknown>;
}

/** Makes one attempt: inputs, model, output contract, artifact. Whatever was done before is found and not done again. */
@Injectable()
export class AttemptMaker {
  constructor(
    private readonly inputs: InputLoader,
    private readonly writer: DocumentWriter,
    private readonly asker: Asker,
    private readonly config: RunnerConfig,
  ) {}

  async make(attempt: Attempt, usage: UsageSum): Promise<AttemptResult> {
    return withSpan(`invoke_agent ${attempt.task.agent.id}`, spanAttributes(attempt), async (span) => {
      const [loaded, stored] = await Promise.all([this.inputs.loadAll(attempt), this.findStored(attempt)]);
      const draft = await this.writer.write(attempt, loaded, usage, stored?.sha256);
      const artifact = stored ?? (await this.store(attempt, draft, usage));
      const found = await this.findingsOn(attempt, artifact, draft);
      const { input_tokens = 0, output_tokens = 0, model = '' } = usage.total ?? {};
      span.setAttributes({
        'gen_ai.response.model': model,
        'gen_ai.usage.input_tokens': input_tokens,
        'gen_ai.usage.output_tokens': output_tokens,
        'botarmy.turns': draft.turns,
      });
      return { artifact, ...found };
    });
  }

  /** Asked only where somebody may have stored before; storing twice is harmless anyway. */
  private async findStored({ task, caller, isTakeover }: Attempt): Promise<ArtifactReference | undefined> {
    if (!isTakeover) return undefined;
    const { workflow_id, output } = task;
    const request = { workflow_id, path: output.path, operation_key: operationKeyOf(task) };
    const { artifact } = await this.asker.ask(findStoredArtifact, request, caller);
    return artifact ?? undefined;
  }

  private async store({ task, caller }: Attempt, draft: Draft, usage: UsageSum): Promise<ArtifactReference> {
    const { provider, model, simulated } = usage.total ?? {};
    const request: StoreArtifactRequest = {
      workflow_id: task.workflow_id,
      path: task.output.path,
      name: task.output.title,
      type: 'markdown',
      agent_id: task.agent.id,
      stage: task.stage_id,
      operation_key: operationKeyOf(task),
      content: draft.text,
      dependencies: task.inputs.map((input) => input.version_id),
      metadata: {
        simulated,
        provider,
        model,
        attempt: task.attempt,
        task_id: task.task_id,
        agent_id: task.agent.id,
        words: draft.words,
        turns: draft.turns,
        call_ids: draft.callIds,
        context_tokens: this.config.MODEL_CONTEXT_TOKENS,
      },
    };
    crashPoint('runner.before-store');
    const { artifact } = await this.asker.ask(storeArtifact, request, caller);
    crashPoint('runner.after-store');
    return artifact;
  }

  /** The evidence speaks of what is stored, which after a takeover may be another text than this runner's. */
  private async findingsOn(
    attempt: Attempt,
    artifact: ArtifactReference,
    draft: Draft,
  ): Promise<Omit<AttemptResult, 'artifact'>> {
    const text = artifact.sha256 === draft.sha256 ? draft.text : await this.inputs.load(attempt, artifact);
    const { output } = attempt.task;
    const values = valuesOf(text, output);
    return { evidence: evidenceOf(text, output, draft.turns - 1), ...(values === undefined ? {} : { values }) };
  }
}

function spanAttributes({ task }: Attempt): Record<string, string | number> {
  return {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.id': task.agent.id,
    'gen_ai.agent.name': task.agent.name,
    'gen_ai.conversation.id': task.workflow_id,
    'botarmy.workflow_id': task.workflow_id,
    'botarmy.task_id': task.task_id,
    'botarmy.attempt': task.attempt,
    'botarmy.lease': task.lease,
  };
}
