import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';
import type { CallableModel } from '@botarmy/contracts';

import { RequiresVirtualKey } from '../../access/requires-role.decorator';
import { doorCallerOf } from '../door-caller';
import { ModelCatalogue } from './model-catalogue';

/** Routes and models of the OpenAI-compatible door. */
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly catalogue: ModelCatalogue) {}

  @Get()
  @RequiresVirtualKey()
  async list(@Req() request: FastifyRequest): Promise<object> {
    const { key, caller } = doorCallerOf(request);
    const models = await this.catalogue.list(key, caller);
    return { object: 'list', data: models.map(modelOf) };
  }

  /** Ids of models contain a slash, which clients may or may not encode. */
  @Get('*')
  @RequiresVirtualKey()
  async read(@Req() request: FastifyRequest): Promise<object> {
    const { key, caller } = doorCallerOf(request);
    const name = (request.params as { readonly '*'?: string })['*'] ?? '';
    const models = await this.catalogue.list(key, caller);
    const found = models.find(({ id }) => id === name);
    if (found !== undefined) return modelOf(found);
    const detail = `The model \`${name.slice(0, 200)}\` does not exist or this key may not ask for it: see GET /v1/models.`;
    throw new Problem({ status: 404, code: 'model-not-found', title: 'Model not found', detail });
  }
}

/** `created` is not known of any model; clients want a number. */
function modelOf({ id, owned_by, kind, models, context_window, max_output_tokens }: CallableModel): object {
  return { id, object: 'model', created: 0, owned_by, botarmy: { kind, models, context_window, max_output_tokens } };
}
