import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Problem, RetryableError } from '@botarmy/chassis';
import {
  configurationChanged,
  createId,
  EmptyRequest,
  getConfiguration,
  listConfigurationChanges,
  ListConfigurationChangesRequest,
  readConfiguration,
  ReadConfigurationRequest,
  setConfiguration,
  SetConfigurationRequest,
} from '@botarmy/contracts';
import type {
  Caller,
  ConfigurationView,
  ListConfigurationChangesReply,
  ReadConfigurationReply,
  SetConfigurationReply,
} from '@botarmy/contracts';
import { Answers, AskedBy, outgoingMessage, OutboxRelay } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import { OrchestratorConfig } from '../config';
import { RuntimeSettings } from '../settings/runtime-settings';
import { looksAfterInstallation } from '../stops/stop-target';
import { ConfigurationStore } from './configuration-store';
import type { ScopeChange } from './configuration-store';
import { configurationView } from './configuration-view';
import { TenantAgents } from './tenant-agents';
import { scopeChangesOf, wantedOf } from './values-of-change';

const PAGE_SIZE = 50;
const MOST_CONFLICTS = 8;

/** Configuration that changes while the platform runs. */
@Controller()
export class ConfigurationController {
  constructor(
    private readonly store: ConfigurationStore,
    private readonly agents: TenantAgents,
    private readonly settings: RuntimeSettings,
    private readonly config: OrchestratorConfig,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  @Answers(getConfiguration)
  async get(@Payload() _request: EmptyRequest, @AskedBy() caller: Caller): Promise<ConfigurationView> {
    const [stored, agents] = await Promise.all([this.store.load(caller.tenant_id), this.agents.of(caller.tenant_id)]);
    return configurationView(stored, agents, {
      parallelExecution: this.config.WORKFLOW_PARALLEL_EXECUTION,
      archiveAfterDays: this.config.WORKFLOW_ARCHIVE_AFTER_DAYS,
      eraseAfterDays: this.config.WORKFLOW_ERASE_AFTER_DAYS,
    });
  }

  /** A repeat of a change finds everything as it is to be, and changes nothing. */
  @Answers(setConfiguration)
  async set(@Payload() request: SetConfigurationRequest, @AskedBy() caller: Caller): Promise<SetConfigurationReply> {
    const known = new Set((await this.agents.of(caller.tenant_id)).map(({ id }) => id));
    const wanted = wantedOf(request.change, known);
    const by = { tenantId: caller.tenant_id, looksAfterInstallation: looksAfterInstallation(caller) };
    for (let tries = 0; tries < MOST_CONFLICTS; tries += 1) {
      const stored = await this.store.load(caller.tenant_id);
      const scopes = scopeChangesOf(wanted, stored, by);
      const now = this.clock.now();
      if (scopes.length === 0) {
        return { success: true, updated_at: (stored.updatedAt ?? now).toISOString(), version: stored.version };
      }
      const { expected_version: expected = stored.version } = request;
      if (expected !== stored.version) throw changedMeanwhile(stored.version);
      const messages = scopes.map((scope) => this.news(scope, caller, now));
      const change = { tenantId: caller.tenant_id, version: stored.version, by: caller.user_id };
      const saved = await this.store.save(change, scopes, messages);
      if (saved === undefined) continue;
      this.relay.nudge();
      await this.settings.readAgain();
      return { success: true, updated_at: saved.changedAt.toISOString(), version: saved.version };
    }
    throw new RetryableError('the configuration is changed by too many at once', { retryAfterMs: 250 });
  }

  @Answers(listConfigurationChanges)
  async list(
    @Payload() { cursor, limit = PAGE_SIZE }: ListConfigurationChangesRequest,
    @AskedBy() caller: Caller,
  ): Promise<ListConfigurationChangesReply> {
    const rows = await this.store.changes(caller.tenant_id, before(cursor), limit + 1);
    const page = rows.slice(0, limit);
    return {
      changes: page.map(({ revision, tenant_id, changed_at, changed_by, before: old, after }) => ({
        version: Number(revision) + 1,
        scope: tenant_id === caller.tenant_id ? 'tenant' : 'installation',
        changed_by,
        changed_at: changed_at.toISOString(),
        before: old,
        after,
      })),
      next_cursor: rows.length > limit ? String(page.at(-1)?.revision) : null,
    };
  }

  @Answers(readConfiguration)
  async read(@Payload() { after }: ReadConfigurationRequest): Promise<ReadConfigurationReply> {
    return { scopes: await this.store.after(after) };
  }

  private news(scope: ScopeChange, caller: Caller, now: Date): OutgoingMessage {
    const eventId = createId('msg');
    return outgoingMessage(configurationChanged, {
      eventId,
      tenantId: caller.tenant_id,
      key: [eventId],
      payload: {
        target_tenant: scope.tenant_id,
        before: scope.before,
        after: scope.after,
        changed_by: caller.user_id,
        changed_at: now.toISOString(),
      },
    });
  }
}

function before(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new Problem({
    status: 400,
    code: 'invalid-cursor',
    title: 'Invalid cursor',
    detail: 'Send the next_cursor of the page before, or none for the first page.',
  });
}

function changedMeanwhile(version: number): Problem {
  return new Problem({
    status: 412,
    code: 'configuration-changed',
    title: 'The configuration was changed meanwhile',
    detail: `Read it again (its version is ${version} now), and repeat the change if it is still wanted.`,
    members: { version },
  });
}
