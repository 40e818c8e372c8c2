import { Injectable } from '@nestjs/common';

import { Clock, Problem } from '@botarmy/chassis';
import { listModels } from '@botarmy/contracts';
import type { CallableModel, Caller, VerifyVirtualKeyReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

/** How long the router's list is taken without asking again. */
const FRESH_MS = 10_000;
const MOST_TENANTS = 1_000;

interface Listed {
  readonly models: Promise<readonly CallableModel[]>;
  readonly atMs: number;
}

/** What a key may ask for, and what the names in requests mean. */
@Injectable()
export class ModelCatalogue {
  private readonly listed = new Map<string, Listed>();

  constructor(
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {}

  /** Everything the key may ask for, routes first. */
  async list(key: VerifyVirtualKeyReply, caller: Caller): Promise<readonly CallableModel[]> {
    return (await this.modelsOf(caller)).filter(({ id }) => isAllowed(key, id));
  }

  /**
   * The route or `provider/model` behind a name; a model's bare name stands for its first provider.
   *
   * @throws {Problem} 404 `model-not-found` when there is none, or the key may not ask for it.
   */
  async resolve(name: string, key: VerifyVirtualKeyReply, caller: Caller): Promise<string> {
    const models = await this.modelsOf(caller);
    const found =
      models.find(({ id }) => id === name) ??
      models.find(({ id, kind }) => kind === 'model' && id.slice(id.indexOf('/') + 1) === name);
    // A model no route names can be asked for with its provider; the router knows.
    const id = found?.id ?? (/^[\w.-]+\/./.test(name) ? name : undefined);
    if (id === undefined || !isAllowed(key, id) || !isAddress(id)) throw modelNotFound(name);
    return id;
  }

  private modelsOf(caller: Caller): Promise<readonly CallableModel[]> {
    const nowMs = this.clock.monotonicMs();
    const known = this.listed.get(caller.tenant_id);
    if (known !== undefined && nowMs - known.atMs < FRESH_MS) return known.models;
    const models = this.asker.ask(listModels, {}, caller).then((reply) => reply.models);
    this.listed.delete(caller.tenant_id);
    this.listed.set(caller.tenant_id, { models, atMs: nowMs });
    models.catch(() => this.listed.delete(caller.tenant_id));
    const [oldest] = this.listed.keys();
    if (this.listed.size > MOST_TENANTS && oldest !== undefined) this.listed.delete(oldest);
    return models;
  }
}

function isAllowed({ models }: VerifyVirtualKeyReply, id: string): boolean {
  if (models === null) return true;
  const [provider = ''] = id.split('/', 1);
  return models.includes(id) || (id.includes('/') && models.includes(`${provider}/*`));
}

/** What the router takes for the name of a route or model. */
function isAddress(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_:./@-]{0,199}$/.test(id);
}

function modelNotFound(name: string): Problem {
  const detail = `The model \`${name.slice(0, 200)}\` does not exist or this key may not ask for it: see GET /v1/models.`;
  return new Problem({ status: 404, code: 'model-not-found', title: 'Model not found', detail });
}
