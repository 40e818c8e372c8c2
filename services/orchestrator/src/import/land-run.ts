import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import { createId, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference, Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import { BundleReader, copyHistory, foldWorkflow, textHash } from '@botarmy/process-engine';
import type { RecordedDocument, RunRecord, WorkflowEvent } from '@botarmy/process-engine';

import { progressNews } from '../workflow/progress-news';
import { ImportParts } from './import-parts';
import { refusedBundle } from './import-problems';

/** Characters a run may hold that is brought here. */
export const LARGEST_IMPORT = 33_554_432;

/** Lays a run that ran elsewhere down as a finished workflow. */
@Injectable()
export class LandRun {
  constructor(
    private readonly parts: ImportParts,
    private readonly asker: Asker,
    private readonly database: Database,
  ) {}

  /**
   * Checks all of it before anything is kept; resolves with the id of the workflow.
   *
   * @throws {BundleError | HistoryError} a bundle that is not sound. @throws {Problem} 422 `run-not-ended`, `bundle-tampered`.
   */
  async land(importId: string, caller: Caller): Promise<string> {
    const { tenant_id } = caller;
    const reader = new BundleReader(LARGEST_IMPORT);
    for await (const [, line] of this.parts.lines(tenant_id, importId)) reader.push(line);
    const record = reader.end();
    assertSound(record);
    const workflowId = createId('wf');
    const adopted = await this.storeDocuments(record, workflowId, importId, caller);
    const events = copyHistory(record.events, workflowId, adopted).map((event) => inTenantOf(event, tenant_id));
    const state = foldWorkflow(events);
    const process = record.processes.get(state.process.content_hash) ?? record.process;
    const progress = progressNews({ state, process, title: record.header.title }, state.updated_at);
    const row = {
      process_name: process.name,
      process_version: process.version,
      process_hash: process.content_hash,
      version: state.version,
      status: progress.status,
      title: record.header.title.slice(0, 120),
      progress_percent: progress.progress_percent,
      is_simulated: state.usage.simulated,
      started_at: state.started_at,
      finished_at: state.ended_at,
      progress,
    };
    await this.database.call(
      'land_import',
      tenant_id,
      importId,
      workflowId,
      record.header.workflow_id,
      JSON.stringify(row),
      JSON.stringify([...record.processes.values()]),
      JSON.stringify(events),
      JSON.stringify(state),
    );
    return workflowId;
  }

  /** The documents as this installation has them, by the version id they have in the bundle. */
  private async storeDocuments(
    { documents }: RunRecord,
    workflow_id: string,
    importId: string,
    caller: Caller,
  ): Promise<ReadonlyMap<string, ArtifactReference>> {
    const adopted = new Map<string, ArtifactReference>();
    for (const document of documents.values()) {
      if (document.text === null) continue;
      const { path, version_id, text, metadata } = document;
      const { artifact } = await this.asker.ask(
        storeArtifact,
        {
          workflow_id,
          path,
          name: path.split('/').at(-1) ?? path,
          type: path.endsWith('.json') ? 'json' : 'markdown',
          agent_id: authorOf(document),
          stage: '',
          operation_key: `import.${version_id}`.slice(0, 128),
          content: text,
          dependencies: [],
          metadata: { ...metadata, imported: importId },
        },
        caller,
      );
      adopted.set(version_id, artifact);
    }
    return adopted;
  }
}

function authorOf({ metadata }: RecordedDocument): string {
  const { agent_id: agent } = metadata;
  return typeof agent === 'string' && /^[A-Za-z0-9][\w:.-]{0,127}$/.test(agent) ? agent : 'import';
}

function assertSound(record: RunRecord): void {
  for (const { path, sha256, text } of record.documents.values())
    if (text !== null && textHash(text) !== sha256)
      throw refusedBundle('bundle-tampered', `The bytes of ${path} are not those its hash names: export it again.`);
  const state = foldWorkflow(record.events);
  if (!record.processes.has(state.process.content_hash))
    throw refusedBundle('bundle-invalid', 'The process the run ended with is missing: export it again.');
  if (state.ended_at === null)
    throw refusedBundle('run-not-ended', 'Only runs that have ended are brought elsewhere: export it when it has.');
}

function inTenantOf(event: WorkflowEvent, tenant_id: string): WorkflowEvent {
  if (event.type !== 'workflow-started') return event;
  return { ...event, data: { ...event.data, tenant_id } } as WorkflowEvent;
}
