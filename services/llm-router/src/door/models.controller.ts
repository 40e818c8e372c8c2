import { Controller } from '@nestjs/common';

import { listModels } from '@botarmy/contracts';
import type { CallableModel, Caller, ListModelsReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import type { Candidate } from '../routes/candidate';
import { RouteBook } from '../routes/route-book';

/** Says what can be asked. */
@Controller()
export class ModelsController {
  constructor(private readonly routes: RouteBook) {}

  @Answers(listModels)
  list(@AskedBy() { tenant_id }: Caller): ListModelsReply {
    const unserved = new Set(this.routes.unserved());
    const names = this.routes.names().filter((name) => !unserved.has(name));
    const routes = names.toSorted().map((name) => this.routeOf(name, tenant_id));
    return { models: [...routes, ...this.routes.models().map(modelOf).toSorted(byId)] };
  }

  private routeOf(name: string, tenant: string): CallableModel {
    const served = this.routes.find(name, { tenant }).served.map(({ candidate }) => candidate);
    const windows = served.map(({ facts }) => facts.contextTokens);
    return {
      id: name,
      kind: 'route',
      owned_by: 'botarmy',
      models: served.map(idOf),
      // What fits any of its models can be asked.
      context_window: windows.includes(undefined) ? null : Math.max(...windows.map((tokens) => tokens ?? 0)),
      max_output_tokens: Math.max(...served.map(({ facts }) => facts.maxOutputTokens)),
      simulated: served.every(({ provider }) => provider.simulated),
    };
  }
}

function modelOf(candidate: Candidate): CallableModel {
  const { provider, facts } = candidate;
  return {
    id: idOf(candidate),
    kind: 'model',
    owned_by: provider.id,
    models: [],
    context_window: facts.contextTokens ?? null,
    max_output_tokens: facts.maxOutputTokens,
    simulated: provider.simulated,
  };
}

function idOf({ provider, facts }: Candidate): string {
  return `${provider.id}/${facts.model}`;
}

function byId(a: CallableModel, b: CallableModel): number {
  return a.id < b.id ? -1 : 1;
}
