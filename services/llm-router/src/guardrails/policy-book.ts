import { Injectable } from '@nestjs/common';

import { Clock, Database } from '@botarmy/chassis';

import { Detection } from './detect';
import { DEFAULT_POLICY, kindsOf } from './policy';
import type { GuardrailPolicy } from './policy';

/** A policy as it is stored. */
export interface StoredPolicy {
  readonly route: string;
  readonly policy: GuardrailPolicy;
  readonly version: number;
  readonly updated_by: string;
  readonly updated_at: Date;
}

/** A policy ready to be followed. */
export interface PolicyInForce {
  readonly policy: GuardrailPolicy;
  readonly detection: Detection;
}

interface Known {
  readonly policies: Promise<ReadonlyMap<string, PolicyInForce>>;
  readonly untilMs: number;
  isBeingRead?: boolean;
}

/** After so long every replica follows a changed policy; the one that changed it at once. */
const FRESH_MS = 2_000;
const MOST_TENANTS = 1_000;
const EVERY_ROUTE = '*';

/** The policies of the tenants that call. */
@Injectable()
export class PolicyBook {
  private readonly known = new Map<string, Known>();
  private readonly fallback = inForce(DEFAULT_POLICY);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What is in force for a route: its own policy, else the one for every route, else notes alone. */
  async policyOf(tenantId: string, route: string): Promise<PolicyInForce> {
    const policies = await this.policiesOf(tenantId);
    return policies.get(route) ?? policies.get(EVERY_ROUTE) ?? this.fallback;
  }

  async list(tenantId: string): Promise<StoredPolicy[]> {
    const { rows } = await this.database.query<StoredPolicy>('SELECT * FROM guardrail_policies_of($1)', [tenantId]);
    return rows;
  }

  /** The new version; undefined when another one than the expected stands. */
  async set(
    tenantId: string,
    route: string,
    policy: GuardrailPolicy,
    expected: number | undefined,
    by: string,
  ): Promise<Pick<StoredPolicy, 'version' | 'updated_at'> | undefined> {
    const [row] = await this.database.call<Pick<StoredPolicy, 'version' | 'updated_at'>>(
      'set_guardrail_policy',
      tenantId,
      route,
      JSON.stringify(policy),
      expected ?? null,
      by,
    );
    this.known.delete(tenantId);
    return row;
  }

  /** False when there was none. */
  async remove(tenantId: string, route: string): Promise<boolean> {
    const rows = await this.database.call('remove_guardrail_policy', tenantId, route);
    this.known.delete(tenantId);
    return rows.length > 0;
  }

  /** Who calls all the time never waits: what is known is read again behind its back before it is too old to go by. */
  private policiesOf(tenantId: string): Promise<ReadonlyMap<string, PolicyInForce>> {
    const nowMs = this.clock.monotonicMs();
    const known = this.known.get(tenantId);
    if (known === undefined || nowMs >= known.untilMs) return this.read(tenantId, nowMs).policies;
    if (nowMs >= known.untilMs - FRESH_MS / 2 && !known.isBeingRead) {
      known.isBeingRead = true;
      const next = this.load(tenantId);
      const replace = (): void => {
        if (this.known.get(tenantId) === known) this.keep(tenantId, { policies: next, untilMs: nowMs + FRESH_MS });
      };
      next.then(replace, () => {
        known.isBeingRead = false;
      });
    }
    return known.policies;
  }

  private read(tenantId: string, nowMs: number): Known {
    const entry: Known = { policies: this.load(tenantId), untilMs: nowMs + FRESH_MS };
    this.keep(tenantId, entry);
    // A failure to read them fails the call: what a policy forbids must not slip through.
    entry.policies.catch(() => {
      if (this.known.get(tenantId) === entry) this.known.delete(tenantId);
    });
    return entry;
  }

  private keep(tenantId: string, entry: Known): void {
    this.known.delete(tenantId);
    this.known.set(tenantId, entry);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_TENANTS && oldest !== undefined) this.known.delete(oldest);
  }

  private async load(tenantId: string): Promise<ReadonlyMap<string, PolicyInForce>> {
    const rows = await this.list(tenantId);
    return new Map(rows.map(({ route, policy }) => [route, inForce(policy)]));
  }
}

function inForce(policy: GuardrailPolicy): PolicyInForce {
  return { policy, detection: new Detection(kindsOf(policy), policy.names) };
}
