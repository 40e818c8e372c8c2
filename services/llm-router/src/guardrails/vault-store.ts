import { Injectable } from '@nestjs/common';

import { Database, Problem } from '@botarmy/chassis';

import { MasterKeys } from '../keys/master-keys';
import { Vault } from './vault';

interface VaultRow {
  readonly ciphertext: string;
  readonly master_key_id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A call without a workflow may be asked for again so long. */
const LIFETIME_OF_CALLS_S = 30 * 86_400;

/** Whose values they are. */
export interface VaultOwner {
  readonly tenantId: string;
  readonly workflowId?: string;
  /** Tells apart calls without a workflow. */
  readonly idempotencyKey: string;
}

/** Keeps vaults: the data key sealed under a master key, the values under the data key. */
@Injectable()
export class VaultStore {
  private readonly resealed = new WeakMap<Vault, Buffer>();

  constructor(
    private readonly database: Database,
    private readonly masterKeys: MasterKeys,
  ) {}

  /** False where nothing can be kept for later: then nothing can be replaced either. */
  get isUsable(): boolean {
    return this.masterKeys.isConfigured;
  }

  /**
   * The vault of a workflow, made where there was none.
   *
   * @throws {Problem} 503 `guardrails-unavailable` where its master key is missing.
   */
  async open(owner: VaultOwner): Promise<Vault> {
    if (!this.isUsable) throw unavailable();
    const subject = subjectOf(owner);
    const place = placeOf(owner.tenantId, subject);
    const { ciphertext, masterKeyId } = this.masterKeys.seal(Vault.newDataKey().toString('base64'), place);
    const lifetime = owner.workflowId === undefined ? LIFETIME_OF_CALLS_S : null;
    const [row] = await this.database.call<VaultRow>(
      'open_guardrail_vault',
      owner.tenantId,
      subject,
      ciphertext,
      masterKeyId,
      lifetime,
    );
    if (row === undefined) throw unavailable();
    return this.vaultOf(owner.tenantId, subject, row);
  }

  /** The vault of a workflow; undefined where nothing was ever replaced, or all was erased. */
  async read(tenantId: string, workflowId: string): Promise<Vault | undefined> {
    const [row] = await this.database.read<VaultRow>('read_guardrail_vault', tenantId, workflowId);
    return row === undefined ? undefined : this.vaultOf(tenantId, workflowId, row);
  }

  /** Keeps what was added. What was erased meanwhile stays erased: then the placeholders lead nowhere. */
  async keep(tenantId: string, vault: Vault): Promise<void> {
    const added = vault.takeAdded();
    if (Object.keys(added).length === 0) return;
    const dataKey = this.resealed.get(vault);
    const sealed = dataKey && this.masterKeys.seal(dataKey.toString('base64'), placeOf(tenantId, vault.subject));
    await this.database.call(
      'keep_guardrail_values',
      tenantId,
      vault.subject,
      JSON.stringify(added),
      sealed?.ciphertext ?? null,
      sealed?.masterKeyId ?? null,
    );
  }

  private vaultOf(tenantId: string, subject: string, row: VaultRow): Vault {
    const { ciphertext, master_key_id: masterKeyId } = row;
    const opened = this.masterKeys.open({ ciphertext, masterKeyId }, placeOf(tenantId, subject));
    if (opened === undefined) throw unavailable();
    const dataKey = Buffer.from(opened, 'base64');
    const vault = new Vault(subject, dataKey, row.values);
    if (masterKeyId !== this.masterKeys.currentId) this.resealed.set(vault, dataKey);
    return vault;
  }
}

function subjectOf({ workflowId, idempotencyKey }: VaultOwner): string {
  return workflowId ?? `call:${idempotencyKey}`;
}

function placeOf(tenantId: string, subject: string): string {
  return `guardrails/${tenantId}/${subject}`;
}

function unavailable(): Problem {
  return new Problem({
    status: 503,
    code: 'guardrails-unavailable',
    title: 'Guardrails unavailable',
    detail:
      'The policy of this route replaces values, and no master key opens where they are kept: an administrator has to set MASTER_KEYS.',
    retryAfterMs: 30_000,
  });
}
