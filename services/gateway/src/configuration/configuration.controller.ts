import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import {
  ConfigurationChange,
  ConfigurationView,
  getConfiguration,
  getRouterStatus,
  listConfigurationChanges,
  ListConfigurationChangesReply,
  ListConfigurationChangesRequest,
  setConfiguration,
  SetConfigurationReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { RevisionIfGiven } from '../http/if-match';
import { ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** Specification §7.1.2: what can be changed while the platform runs. */
@Controller('api/config')
export class ConfigurationController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getConfig',
    summary: 'Show the configuration that holds for the tenant: agents, workflows, order of providers, limits',
    reply: ConfigurationView,
    hasTag: true,
  })
  async get(
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfigurationView> {
    const [view, router] = await Promise.all([
      this.asker.ask(getConfiguration, {}, caller),
      // Without the router the configured order is all that is known.
      this.asker.ask(getRouterStatus, {}, caller).catch(() => ({ providers: [] })),
    ]);
    void reply.header('etag', `"${view.version}"`);
    const known = router.providers.map(({ id }) => id);
    return { ...view, llm_providers: [...new Set([...view.llm_providers, ...known])] };
  }

  @Post()
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'setConfig',
    summary: 'Change keys of the configuration; effective on every replica within 5 s, running workflows keep theirs',
    body: ConfigurationChange,
    reply: SetConfigurationReply,
    isCommand: true,
    takesMatch: true,
    problems: { 412: ['configuration-changed'], 422: ['configuration-invalid'] },
  })
  async set(
    @ShapedBody(ConfigurationChange) change: ConfigurationChange,
    @RevisionIfGiven() expected_version: number | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SetConfigurationReply> {
    const request = { change, ...(expected_version === undefined ? {} : { expected_version }) };
    const answer = await this.asker.ask(setConfiguration, request, caller);
    void reply.header('etag', `"${answer.version}"`);
    return answer;
  }

  @Get('history')
  @RequiresRole('admin')
  @Describes({
    operationId: 'listConfigChanges',
    summary: 'List changes of the configuration, newest first',
    query: ListConfigurationChangesRequest,
    reply: ListConfigurationChangesReply,
    problems: { 400: ['invalid-cursor'] },
  })
  history(
    @ShapedQuery(ListConfigurationChangesRequest) query: ListConfigurationChangesRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListConfigurationChangesReply> {
    return this.asker.ask(listConfigurationChanges, query, caller);
  }
}
