import { Injectable } from '@nestjs/common';

import { withSpan } from '@botarmy/chassis';
import { AttemptFailure, evidenceOf, valuesOf } from '@botarmy/process-engine';
import type { Integration, UsageSum } from '@botarmy/process-engine';

import { RunnerConfig } from '../config';
import { DocumentKeeper } from '../documents/document-keeper';
import { InputLoader } from '../inputs/input-loader';
import type { Attempt } from '../task/attempt';
import type { AttemptResult } from '../task/attempt-result';
import { callHttp } from './call-http';
import { callMcpTool } from './call-mcp-tool';
import { integrationDocument } from './integration-document';
import type { IntegrationResult } from './integration-result';
import { IntegrationSettings } from './integration-settings';
import { runQuery } from './run-query';

/** Makes one attempt at an integration task: the call or query, the document, the artifact. Nothing is asked twice that was stored. */
@Injectable()
export class IntegrationMaker {
  constructor(
    private readonly settings: IntegrationSettings,
    private readonly documents: DocumentKeeper,
    private readonly inputs: InputLoader,
    private readonly config: RunnerConfig,
  ) {}

  /** @throws {AttemptFailure} with the code of the call that failed. */
  async make(attempt: Attempt, usage: UsageSum): Promise<AttemptResult> {
    const { task } = attempt;
    const integration = integrationOf(attempt);
    const attributes = { 'botarmy.workflow_id': task.workflow_id, 'botarmy.task_id': task.task_id };
    return withSpan(`integration ${integration.kind}`, attributes, async () => {
      // It asks no model; the record says what answered instead.
      usage.add({
        provider: 'platform',
        model: integration.kind,
        input_tokens: 0,
        output_tokens: 0,
        cost_micros: 0,
        calls: 0,
        simulated: false,
      });
      const stored = await this.documents.find(attempt);
      const text =
        stored === undefined
          ? integrationDocument(task.output, await this.ask(integration, attempt))
          : await this.inputs.load(attempt, stored);
      const artifact =
        stored ?? (await this.documents.store(attempt, text, { simulated: false, integration: integration.kind }));
      const values = valuesOf(text, task.output);
      return { artifact, evidence: evidenceOf(text, task.output, 0), ...(values === undefined ? {} : { values }) };
    });
  }

  private ask(integration: Integration, { task, signal }: Attempt): Promise<IntegrationResult> {
    const { INTEGRATION_TIMEOUT_MS, INTEGRATION_MAX_BYTES: maxBytes, INTEGRATION_MAX_ROWS: maxRows } = this.config;
    const { workflow_id, task_id, attempt, timeout_seconds } = task;
    const timeoutMs = Math.min(INTEGRATION_TIMEOUT_MS, (timeout_seconds ?? Infinity) * 1_000);
    const idempotencyKey = `${workflow_id}/${task_id}/${attempt}`;
    const bounds = { timeoutMs, maxBytes, signal, idempotencyKey };
    switch (integration.kind) {
      case 'http':
        return callHttp(integration, this.settings, bounds);
      case 'mcp':
        return callMcpTool(integration, this.settings, bounds);
      case 'sql':
        return runQuery(integration, this.settings, { ...bounds, maxRows });
    }
  }
}

const KINDS = new Set(['http', 'mcp', 'sql']);

/** The orchestrator compiled it; only an older runner can meet a kind it does not know. */
function integrationOf({ task }: Attempt): Integration {
  const integration = task.integration as Integration | undefined;
  if (integration !== undefined && KINDS.has(integration.kind)) return integration;
  const detail = 'This runner does not know the kind of the integration: update the runners of pool integrations.';
  throw new AttemptFailure('integration-unknown', detail, { retryable: false });
}
