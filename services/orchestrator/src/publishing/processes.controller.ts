import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Database } from '@botarmy/chassis';
import {
  listProcesses,
  ListProcessesRequest,
  listProcessVersions,
  ProcessVersionsRequest,
  publishProcess,
  PublishProcessRequest,
} from '@botarmy/contracts';
import type {
  Caller,
  ListProcessesReply,
  ProcessInputView,
  ProcessVersionsReply,
  ProcessView,
  PublishProcessReply,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import type { CompiledInput, CompiledProcess } from '@botarmy/process-engine';

import { ProcessVersions } from '../catalogue/process-versions';
import { PublishProcesses } from './publish-processes';
import { TenantSourcesReader } from './tenant-sources';

interface VersionRow extends Record<string, unknown> {
  readonly version: string;
  readonly content_hash: string;
  readonly origin: 'installation' | 'tenant';
  readonly published_by: string | null;
  readonly published_at: Date;
  /** bigint as text. */
  readonly running: string;
}

@Controller()
export class ProcessesController {
  constructor(
    private readonly publishing: PublishProcesses,
    private readonly sources: TenantSourcesReader,
    private readonly versions: ProcessVersions,
    private readonly database: Database,
  ) {}

  @Answers(publishProcess)
  async publish(@Payload() request: PublishProcessRequest, @AskedBy() caller: Caller): Promise<PublishProcessReply> {
    return { published: await this.publishing.publish(request, caller) };
  }

  @Answers(listProcesses)
  async list(@Payload() { show }: ListProcessesRequest, @AskedBy() caller: Caller): Promise<ListProcessesReply> {
    const { processes } = await this.sources.read(caller.tenant_id);
    const views = [...processes.values()].map(async ({ content_hash, origin }) => {
      const process = await this.versions.byHash(content_hash);
      return show === 'all' || process.listed !== false ? [viewOf(process, origin)] : [];
    });
    const listed = (await Promise.all(views)).flat();
    return { processes: listed.sort((one, other) => one.name.localeCompare(other.name)) };
  }

  @Answers(listProcessVersions)
  async listVersions(
    @Payload() { name }: ProcessVersionsRequest,
    @AskedBy() caller: Caller,
  ): Promise<ProcessVersionsReply> {
    const { processes } = await this.sources.read(caller.tenant_id);
    const current = processes.get(name)?.content_hash;
    const rows = await this.database.call<VersionRow>('process_versions', caller.tenant_id, name);
    return {
      versions: rows.map(({ published_at, running, ...row }) => ({
        ...row,
        is_current: row.content_hash === current,
        published_at: published_at.toISOString(),
        running_workflows: Number(running),
      })),
    };
  }
}

function viewOf(process: CompiledProcess, origin: ProcessView['origin']): ProcessView {
  const { name, version, title, content_hash, agents, expected_minutes, inputs } = process;
  return {
    name,
    version,
    title,
    content_hash,
    origin,
    agents: Object.keys(agents),
    estimated_duration_minutes: Math.ceil(expected_minutes),
    ...(inputs === undefined ? {} : { inputs: inputs.map(inputView) }),
  };
}

function inputView({ name, title, type, required, values, items, max }: CompiledInput): ProcessInputView {
  return {
    name,
    title,
    type,
    required,
    max,
    ...(values === undefined ? {} : { values: [...values] }),
    ...(items === undefined ? {} : { items }),
  };
}
