import { Injectable } from '@nestjs/common';

import { Logger, Problem } from '@botarmy/chassis';

import type { Prompt } from '../prompt/prompt';
import { AnswerGuard } from './answer-guard';
import { bytesOf, guardPrompt } from './guard-prompt';
import { GuardTally } from './guard-report';
import { BlockedText } from './guard-text';
import type { GuardTools } from './guard-text';
import { GuardrailMetrics } from './guardrail.metrics';
import { needsPlaceholders } from './policy';
import type { GuardrailPolicy } from './policy';
import { PolicyBook } from './policy-book';
import { Restorer } from './restorer';
import type { Vault } from './vault';
import { VaultStore } from './vault-store';

/** A call before it is begun. */
export interface CallToGuard {
  readonly tenantId: string;
  readonly workflowId?: string;
  readonly route: string;
  readonly prompt: Prompt;
}

/** A call that may go on. */
export interface GuardedCall {
  /** What may leave. */
  readonly prompt: Prompt;
  /** Absent where nothing is looked for. */
  readonly guard?: AnswerGuard;
  /** Present where the caller gets values back. */
  readonly restorer?: Restorer;
}

/** Stands before and after every model call, by the policy of its tenant and route. */
@Injectable()
export class Guardrails {
  constructor(
    private readonly policies: PolicyBook,
    private readonly vaults: VaultStore,
    private readonly metrics: GuardrailMetrics,
    private readonly logger: Logger,
  ) {}

  /**
   * Looks at what a model is to be asked, before anything is paid or recorded.
   *
   * @throws {Problem} 413 `prompt-too-large`, 403 `prompt-blocked`, or 503 `guardrails-unavailable`.
   */
  async admit(call: CallToGuard): Promise<GuardedCall> {
    const { policy, detection } = await this.policies.policyOf(call.tenantId, call.route);
    assertSize(call.prompt, policy);
    const prompt = capped(call.prompt, policy);
    if (detection.isIdle) return { prompt };
    const tally = new GuardTally();
    const vault = needsPlaceholders(policy) ? await this.vaultOf(call) : undefined;
    const tools: GuardTools = { policy, detection, tally, ...(vault === undefined ? {} : { vault }) };
    let guarded: Prompt;
    try {
      guarded = guardPrompt(prompt, tools);
    } catch (error) {
      this.metrics.found(tally.report);
      if (error instanceof BlockedText) throw blocked(error.kind);
      throw error;
    }
    const isText = prompt.output.kind !== 'embedding';
    if (vault === undefined) {
      return { prompt: guarded, guard: new AnswerGuard(tools, () => this.finish(tally), isText) };
    }
    await this.vaults.keep(call.tenantId, vault);
    const guard = new AnswerGuard(tools, () => this.finish(tally, call.tenantId, vault), isText);
    if (policy.restoresFor !== 'caller' || !isText) return { prompt: guarded, guard };
    return { prompt: guarded, guard, restorer: new Restorer(vault, prompt.output.kind !== 'text') };
  }

  private vaultOf({ tenantId, workflowId, prompt: { idempotencyKey } }: CallToGuard): Promise<Vault> {
    return this.vaults.open({ tenantId, idempotencyKey, ...(workflowId === undefined ? {} : { workflowId }) });
  }

  private async finish(tally: GuardTally, tenantId?: string, vault?: Vault): Promise<void> {
    this.metrics.found(tally.report);
    if (tenantId === undefined || vault === undefined) return;
    try {
      await this.vaults.keep(tenantId, vault);
    } catch (err) {
      // The answer is paid and whole; its placeholders just lead nowhere.
      this.logger.error({ err }, 'values behind placeholders could not be kept');
    }
  }
}

function assertSize(prompt: Prompt, { maxInputBytes }: GuardrailPolicy): void {
  if (maxInputBytes === undefined) return;
  const bytes = bytesOf(prompt);
  if (bytes <= maxInputBytes) return;
  throw new Problem({
    status: 413,
    code: 'prompt-too-large',
    title: 'Prompt too large',
    detail: `The policy of this route admits ${maxInputBytes} bytes and the prompt has ${bytes}: shorten it.`,
  });
}

function capped(prompt: Prompt, { maxOutputTokens }: GuardrailPolicy): Prompt {
  if (maxOutputTokens === undefined || prompt.maxOutputTokens <= maxOutputTokens) return prompt;
  return { ...prompt, maxOutputTokens };
}

function blocked(kind: string): Problem {
  return new Problem({
    status: 403,
    code: 'prompt-blocked',
    title: 'Prompt blocked',
    detail: `The policy of this route does not let a ${kind.replaceAll('_', ' ')} leave: take it out and ask again.`,
    members: { kind },
  });
}
