import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Problem } from '@botarmy/chassis';
import {
  createId,
  createVirtualKey,
  listVirtualKeys,
  readVirtualKeyAllowance,
  revokeVirtualKey,
  verifyVirtualKey,
} from '@botarmy/contracts';
import type {
  Caller,
  CreateVirtualKeyReply,
  CreateVirtualKeyRequest,
  ListVirtualKeysReply,
  RevokeVirtualKeyReply,
  VerifyVirtualKeyReply,
  VerifyVirtualKeyRequest,
  VirtualKeyAllowanceReply,
  VirtualKeyRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy, OutboxRelay } from '@botarmy/messaging';

import { configurationNews } from '../configuration-news';
import { budgetsOfKey } from './budgets-of-key';
import { checkKey } from './check-key';
import { hashOfSecret, newVirtualKeySecret } from './virtual-key-secret';
import { VirtualKeyStore } from './virtual-key-store';
import { virtualKeyRowOf, virtualKeyViewOf } from './virtual-key-view';
import { VirtualKeyRepository } from './virtual-key.repository';

/** Answers questions about keys of the OpenAI-compatible door. */
@Controller()
export class VirtualKeysController {
  constructor(
    private readonly store: VirtualKeyStore,
    private readonly keys: VirtualKeyRepository,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  @Answers(createVirtualKey)
  async create(
    @Payload() request: CreateVirtualKeyRequest,
    @AskedBy() { tenant_id, user_id }: Caller,
  ): Promise<CreateVirtualKeyReply> {
    const now = this.clock.now();
    checkKey(request, now);
    const { limits: _limits, ...own } = request;
    const secret = newVirtualKeySecret();
    const key_id = createId('vkey', now.getTime());
    const key = {
      ...own,
      key_id,
      ends_with: secret.slice(-4),
      secret_sha256: hashOfSecret(secret),
      created_by: user_id,
    };
    const news = configurationNews(tenant_id, { change: 'virtual-key-created', key_id, changed_by: user_id }, now);
    const row = await this.store.create(tenant_id, key, budgetsOfKey(key_id, request, user_id, now), news);
    this.relay.nudge();
    return { secret, key: virtualKeyViewOf(row, now) };
  }

  @Answers(listVirtualKeys)
  async list(@AskedBy() { tenant_id }: Caller): Promise<ListVirtualKeysReply> {
    const now = this.clock.now();
    const rows = await this.keys.list(tenant_id);
    return { keys: rows.map((row) => virtualKeyViewOf(virtualKeyRowOf(row), now)) };
  }

  @Answers(revokeVirtualKey)
  async revoke(
    @Payload() { key_id }: VirtualKeyRequest,
    @AskedBy() { tenant_id, user_id }: Caller,
  ): Promise<RevokeVirtualKeyReply> {
    const change = { change: 'virtual-key-revoked', key_id, changed_by: user_id } as const;
    const revokedAt = await this.store.revoke(
      tenant_id,
      key_id,
      configurationNews(tenant_id, change, this.clock.now()),
    );
    if (revokedAt === undefined) throw notFound();
    this.relay.nudge();
    return { revoked_at: revokedAt.toISOString() };
  }

  @Answers(verifyVirtualKey)
  async verify(@Payload() { secret }: VerifyVirtualKeyRequest): Promise<VerifyVirtualKeyReply> {
    const found = await this.store.find(hashOfSecret(secret));
    if (found === undefined) throw invalidKey();
    return { ...found, expires_at: found.expires_at?.toISOString() ?? null };
  }

  @Answers(readVirtualKeyAllowance)
  allowance(
    @Payload() { key_id }: VirtualKeyRequest,
    @AskedBy() { tenant_id }: Caller,
  ): Promise<VirtualKeyAllowanceReply> {
    return this.store.allowance(tenant_id, key_id);
  }
}

function notFound(): Problem {
  const detail = 'There is no such key: check the id.';
  return new Problem({ status: 404, code: 'virtual-key-not-found', title: 'Not found', detail });
}

/** One word for unknown, expired and revoked: nobody learns which. */
function invalidKey(): Problem {
  const detail = 'The API key is unknown, expired or revoked: ask an administrator for another one.';
  return new Problem({ status: 401, code: 'invalid-api-key', title: 'Invalid API key', detail });
}
