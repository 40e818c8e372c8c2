import { Controller, Delete, Get, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import {
  GuardrailPolicyView,
  listGuardrailPolicies,
  ListGuardrailPoliciesReply,
  removeGuardrailPolicy,
  RemoveGuardrailPolicyReply,
  setGuardrailPolicy,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ExpectedRevision } from '../http/if-match';
import { ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { GuardrailPolicyBody, GuardrailRouteQuery } from './guardrail-bodies';

/** What is done about secrets and personal data in model calls, by route. */
@Controller('api/guardrails')
export class GuardrailsController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('admin')
  @Describes({
    operationId: 'listGuardrails',
    summary: 'List what is done about secrets and personal data in model calls',
    reply: ListGuardrailPoliciesReply,
  })
  list(@CurrentCaller() caller: Caller): Promise<ListGuardrailPoliciesReply> {
    return this.asker.ask(listGuardrailPolicies, {}, caller);
  }

  @Put()
  @RequiresRole('admin')
  @Describes({
    operationId: 'setGuardrails',
    summary: 'Set what is done on a route, or on every route without a policy of its own',
    body: GuardrailPolicyBody,
    needsMatch: true,
    reply: GuardrailPolicyView,
    problems: {
      400: ['invalid-guardrail-policy', 'invalid-if-match'],
      409: ['master-key-missing'],
      412: ['guardrail-policy-changed'],
      428: ['precondition-required'],
    },
  })
  async set(
    @ShapedBody(GuardrailPolicyBody) body: GuardrailPolicyBody,
    @ExpectedRevision() expected_version: number | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GuardrailPolicyView> {
    const expected = expected_version === undefined ? {} : { expected_version };
    const view = await this.asker.ask(setGuardrailPolicy, { ...body, ...expected }, caller);
    void reply.header('etag', `"${view.version}"`);
    return view;
  }

  @Delete()
  @RequiresRole('admin')
  @Describes({
    operationId: 'removeGuardrails',
    summary: 'Remove the policy of a route; the one for every route holds for it from then on',
    query: GuardrailRouteQuery,
    reply: RemoveGuardrailPolicyReply,
    problems: { 404: ['guardrail-policy-not-found'] },
  })
  remove(
    @ShapedQuery(GuardrailRouteQuery) { route }: GuardrailRouteQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<RemoveGuardrailPolicyReply> {
    return this.asker.ask(removeGuardrailPolicy, { route }, caller);
  }
}
