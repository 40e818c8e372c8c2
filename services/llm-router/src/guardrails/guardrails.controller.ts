import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import {
  listGuardrailPolicies,
  removeGuardrailPolicy,
  revealPlaceholders,
  setGuardrailPolicy,
} from '@botarmy/contracts';
import type {
  Caller,
  GuardrailPolicyView,
  ListGuardrailPoliciesReply,
  RemoveGuardrailPolicyReply,
  RemoveGuardrailPolicyRequest,
  RevealPlaceholdersReply,
  RevealPlaceholdersRequest,
  SetGuardrailPolicyRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { needsPlaceholders } from './policy';
import { PolicyBook } from './policy-book';
import { policyOf, policyViewOf } from './policy-view';
import { VaultStore } from './vault-store';

/** Answers questions about policies, and about what stands behind placeholders. */
@Controller()
export class GuardrailsController {
  constructor(
    private readonly policies: PolicyBook,
    private readonly vaults: VaultStore,
  ) {}

  @Answers(listGuardrailPolicies)
  async list(@AskedBy() caller: Caller): Promise<ListGuardrailPoliciesReply> {
    return { policies: (await this.policies.list(caller.tenant_id)).map(policyViewOf) };
  }

  @Answers(setGuardrailPolicy)
  async set(@Payload() request: SetGuardrailPolicyRequest, @AskedBy() caller: Caller): Promise<GuardrailPolicyView> {
    const policy = policyOf(request);
    if (needsPlaceholders(policy) && !this.vaults.isUsable) throw noMasterKey();
    const { tenant_id, user_id } = caller;
    const { route, expected_version } = request;
    const set = await this.policies.set(tenant_id, route, policy, expected_version, user_id);
    if (set === undefined) throw changedMeanwhile();
    return policyViewOf({ route, policy, updated_by: user_id, ...set });
  }

  @Answers(removeGuardrailPolicy)
  async remove(
    @Payload() { route }: RemoveGuardrailPolicyRequest,
    @AskedBy() caller: Caller,
  ): Promise<RemoveGuardrailPolicyReply> {
    if (!(await this.policies.remove(caller.tenant_id, route))) throw notFound();
    return { success: true };
  }

  @Answers(revealPlaceholders)
  async reveal(
    @Payload() { workflow_id, text }: RevealPlaceholdersRequest,
    @AskedBy() caller: Caller,
  ): Promise<RevealPlaceholdersReply> {
    const vault = await this.vaults.read(caller.tenant_id, workflow_id);
    let revealed = 0;
    const restored = vault?.restore(text, () => (revealed += 1)) ?? text;
    return { text: restored, revealed };
  }
}

function notFound(): Problem {
  const detail = 'This route has no policy of its own: list the policies to see which there are.';
  return new Problem({ status: 404, code: 'guardrail-policy-not-found', title: 'Not found', detail });
}

function changedMeanwhile(): Problem {
  const detail = 'Somebody else has changed this policy: read it again and repeat the change.';
  return new Problem({ status: 412, code: 'guardrail-policy-changed', title: 'Changed meanwhile', detail });
}

function noMasterKey(): Problem {
  return new Problem({
    status: 409,
    code: 'master-key-missing',
    title: 'Master key missing',
    detail: 'Values can be replaced only where they can be kept encrypted: set MASTER_KEYS of the router first.',
  });
}
