import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';

import type { ProviderKey } from '../../asking/provider-key';
import { ModelHealth } from '../../health/model-health';
import type { Candidate } from '../../routes/candidate';

/** A key with what the ring goes by. */
export interface RingKey extends ProviderKey {
  /** `*` for the installation's own, where it changed since the start. */
  readonly tenantId: string;
  readonly provider: string;
  readonly validUntil: Date | null;
}

/** The installation, as the owner of keys. */
export const INSTALLATION = '*';

/** How long others are preferred to a key its provider refused. */
const PAUSE_MS = 60_000;

/**
 * Providers' keys of this replica, opened in its memory: takes turns among those that work. One that is refused is put aside for a
 * while; one whose circuit is open comes after the others.
 */
@Injectable()
export class KeyRing {
  private keys = new Map<string, readonly RingKey[]>();
  private readonly turns = new Map<string, number>();
  private readonly pausedUntilMs = new Map<string, number>();

  constructor(
    private readonly health: ModelHealth,
    private readonly clock: Clock,
  ) {}

  /** How many keys are in use. */
  get size(): number {
    return [...this.keys.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Replaces all keys; what is known of those that stay is kept. */
  load(keys: readonly RingKey[]): void {
    this.keys = Map.groupBy(keys, ({ tenantId, provider }) => slotOf(tenantId, provider));
    const known = new Set(keys.map(({ id }) => id));
    for (const id of this.pausedUntilMs.keys()) if (!known.has(id)) this.pausedUntilMs.delete(id);
    for (const slot of this.turns.keys()) if (!this.keys.has(slot)) this.turns.delete(slot);
  }

  /**
   * The next key of a tenant for a model; undefined when it has none and the installation's is used. A tenant that has keys is never
   * served with the installation's, which would pay for it.
   *
   * @param refused Ids of keys the provider refused in this call.
   */
  next(tenantId: string, { provider, facts }: Candidate, refused: readonly string[] = []): ProviderKey | undefined {
    // What people entrust to us is not for the simulator.
    if (provider.simulated) return undefined;
    const own = this.validOf(tenantId, provider.id);
    const valid = own.length > 0 ? own : this.validOf(INSTALLATION, provider.id);
    return this.choose(
      valid.filter(({ id }) => !refused.includes(id)),
      facts.model,
    );
  }

  /** The provider refused the key. */
  refused(keyId: string): void {
    this.pausedUntilMs.set(keyId, this.clock.monotonicMs() + PAUSE_MS);
  }

  /** True while others are preferred to it. */
  isPaused(keyId: string): boolean {
    return (this.pausedUntilMs.get(keyId) ?? 0) > this.clock.monotonicMs();
  }

  private choose(left: readonly RingKey[], model: string): ProviderKey | undefined {
    const [first] = left;
    if (first === undefined) return undefined;
    const { tenantId, provider } = first;
    const working = left.filter(({ id }) => !this.isPaused(id));
    const closed = working.filter(({ id }) => this.health.reportOf({ provider, model, keyId: id }).state === 'closed');
    const choice = [closed, working].find(({ length }) => length > 0) ?? left;
    const slot = slotOf(tenantId, provider);
    const turn = this.turns.get(slot) ?? 0;
    this.turns.set(slot, turn + 1);
    const { id, secret } = choice[turn % choice.length] ?? first;
    return { id, secret };
  }

  private validOf(tenantId: string, provider: string): RingKey[] {
    const nowMs = this.clock.now().getTime();
    const keys = this.keys.get(slotOf(tenantId, provider)) ?? [];
    return keys.filter(({ validUntil }) => validUntil === null || validUntil.getTime() > nowMs);
  }
}

function slotOf(tenantId: string, provider: string): string {
  return `${tenantId} ${provider}`;
}
