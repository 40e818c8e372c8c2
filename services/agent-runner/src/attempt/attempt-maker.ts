import { Injectable } from '@nestjs/common';

import { withSpan } from '@botarmy/chassis';
import type { ArtifactReference, AskedQuestion } from '@botarmy/contracts';
import { asksPeople, evidenceOf, valuesOf } from '@botarmy/process-engine';
import type { AgentQuestion, Draft, UsageSum } from '@botarmy/process-engine';

import { RunnerConfig } from '../config';
import { DocumentKeeper } from '../documents/document-keeper';
import { InputLoader } from '../inputs/input-loader';
import { IntegrationMaker } from '../integration/integration-maker';
import type { Attempt } from '../task/attempt';
import type { AskedPeople, AttemptResult } from '../task/attempt-result';
import { DocumentWriter } from '../writing/document-writer';

/** Makes one attempt: inputs, model, output contract, artifact. Whatever was done before is found and not done again. */
@Injectable()
export class AttemptMaker {
  constructor(
    private readonly inputs: InputLoader,
    private readonly writer: DocumentWriter,
    private readonly documents: DocumentKeeper,
    private readonly integrations: IntegrationMaker,
    private readonly config: RunnerConfig,
  ) {}

  async make(attempt: Attempt, usage: UsageSum): Promise<AttemptResult | AskedPeople> {
    if (attempt.task.integration !== undefined) return this.integrations.make(attempt, usage);
    return withSpan(`invoke_agent ${attempt.task.agent.id}`, spanAttributes(attempt), async (span) => {
      const [loaded, stored] = await Promise.all([this.inputs.loadAll(attempt), this.documents.find(attempt)]);
      const draft = await this.writer.write(attempt, loaded, usage, stored?.sha256);
      if (asksPeople(draft)) return { questions: draft.questions.map(questionOf) };
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

  private store(attempt: Attempt, draft: Draft, usage: UsageSum): Promise<ArtifactReference> {
    const { provider, model, simulated } = usage.total ?? {};
    const { text, words, turns, callIds } = draft;
    const { MODEL_CONTEXT_TOKENS: context_tokens } = this.config;
    return this.documents.store(attempt, text, {
      simulated,
      provider,
      model,
      words,
      turns,
      call_ids: callIds,
      context_tokens,
    });
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

function questionOf({ options, schema, depends_on, ...question }: AgentQuestion): AskedQuestion {
  return {
    ...question,
    ...(options === undefined ? {} : { options: [...options] }),
    ...(schema === undefined ? {} : { schema: { ...schema } }),
    ...(depends_on === undefined ? {} : { depends_on: { ...depends_on } }),
  };
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
