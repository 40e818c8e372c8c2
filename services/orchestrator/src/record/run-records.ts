import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { readArtifact, readRecordedCalls } from '@botarmy/contracts';
import type { ArtifactReference, Caller, ReadArtifactReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import { BundleDigest, BundleReader, linesOf, PIECE_CHARACTERS, renderLine } from '@botarmy/process-engine';
import type { BundleLine, RunRecord, WorkflowEvent } from '@botarmy/process-engine';

import { ProcessVersions } from '../catalogue/process-versions';
import { workflowNotFound } from '../commands/command-problems';
import { ImportParts } from '../import/import-parts';
import { WorkflowRepository } from '../queries/workflow.repository';
import { WorkflowStates } from '../workflow/workflow-states';
import { readPlace, renderPlace } from './record-place';
import type { RecordPlace } from './record-place';

/** Characters of a run that one replica takes into memory to do it again. */
export const LARGEST_RUN = 33_554_432;
/** Events read at a time. */
const EVENTS = 200;
/** The cursor of a run that ran elsewhere: the number of its next line. */
const IMPORTED = /^import~(\d{1,9})$/;
const ANSWER_TIMEOUT_MS = 15_000;

/** A line of a bundle and the cursor behind it; null behind the last one. */
export interface RecordedLine {
  readonly line: string;
  readonly next: string | null;
}

/** Gathers all that a run consists of: its events here, its calls from the router, its documents from artifacts. */
@Injectable()
export class RunRecords {
  constructor(
    private readonly states: WorkflowStates,
    private readonly repository: WorkflowRepository,
    private readonly versions: ProcessVersions,
    private readonly imports: ImportParts,
    private readonly asker: Asker,
  ) {}

  /**
   * The lines of the run's bundle, the manifest left out, from a cursor on; little of it is in memory at a time.
   *
   * @throws {Problem} 404 `workflow-not-found` for a workflow the caller's tenant does not have; 400 `unknown-cursor`.
   */
  async *lines(workflowId: string, caller: Caller, cursor?: string): AsyncGenerator<RecordedLine> {
    const { tenant_id } = caller;
    const begun = cursor === undefined ? undefined : IMPORTED.exec(cursor)?.[1];
    const origin =
      cursor === undefined || begun !== undefined ? await this.imports.originOf(tenant_id, workflowId) : undefined;
    if (origin !== undefined) return yield* this.imported(tenant_id, origin.import_id, Number(begun ?? 0));
    let place = cursor === undefined ? undefined : readPlace(cursor);
    if (place === undefined) {
      // What other replicas decided belongs to it: it is read from the database.
      this.states.forget(workflowId);
      const workflow = await this.states.load(tenant_id, workflowId);
      if (workflow === undefined) throw workflowNotFound();
      const { title, state } = workflow;
      place = { seq: state.version, part: 'process', at: '0.0' };
      yield said({ kind: 'run', format: 1, workflow_id: workflowId, title, seq: state.version }, place);
    }
    const { seq } = place;
    if (place.part === 'process') {
      yield* this.process(workflowId, caller, place);
      place = { seq, part: 'event', at: '0' };
    }
    if (place.part === 'event') {
      yield* this.events(workflowId, caller, place);
      place = { seq, part: 'call', at: '' };
    }
    if (place.part === 'call') {
      yield* this.calls(workflowId, caller, place);
      place = { seq, part: 'document', at: '0.0' };
    }
    yield* this.documents(workflowId, caller, place);
  }

  /**
   * The whole record in memory, as it would be read from its bundle.
   *
   * @throws {BundleError} `bundle-too-large` when it holds more characters than `most`.
   */
  async read(workflowId: string, caller: Caller, most: number): Promise<RunRecord> {
    const reader = new BundleReader(most);
    const digest = new BundleDigest();
    for await (const { line } of this.lines(workflowId, caller)) {
      reader.push(line);
      digest.add(line);
    }
    reader.push(renderLine(digest.manifest()));
    return reader.end();
  }

  /** What ran elsewhere has the record it came with. */
  private async *imported(tenantId: string, importId: string, from: number): AsyncGenerator<RecordedLine> {
    for await (const [number, line] of this.imports.lines(tenantId, importId, from)) {
      if (line.startsWith('{"kind":"manifest"')) return;
      yield { line, next: `import~${number + 1}` };
    }
  }

  /** The version the run began with, then those it went on with. */
  private async *process(workflowId: string, caller: Caller, place: RecordPlace): AsyncGenerator<RecordedLine> {
    const [from = 0, offset = 0] = place.at.split('.').map(Number);
    const hashes = await this.processHashes(workflowId, caller, place.seq);
    for (const [index, hash] of hashes.entries()) {
      if (index < from) continue;
      let at = index === from ? offset : 0;
      const behindAll: RecordPlace =
        index + 1 === hashes.length ? { ...place, part: 'event', at: '0' } : { ...place, at: `${index + 1}.0` };
      const text = JSON.stringify(await this.versions.byHash(hash));
      for (const line of linesOf('process', { text }, at)) {
        at += PIECE_CHARACTERS;
        const isLast = !('more' in line && line.more);
        yield said(line, isLast ? behindAll : { ...place, at: `${index}.${at}` });
      }
    }
  }

  private async processHashes(workflowId: string, caller: Caller, seq: number): Promise<string[]> {
    const hashes = new Set<string>();
    for await (const [, event] of this.eventsAfter(workflowId, caller, 0, seq)) {
      if (event.type === 'workflow-started') hashes.add(event.data.process.content_hash);
      if (event.type === 'process-migrated') hashes.add(event.data.to.content_hash);
    }
    return [...hashes];
  }

  private async *events(workflowId: string, caller: Caller, place: RecordPlace): AsyncGenerator<RecordedLine> {
    for await (const [number, event] of this.eventsAfter(workflowId, caller, Number(place.at), place.seq))
      yield said({ kind: 'event', seq: number, event }, { ...place, at: String(number) });
  }

  private async *calls(workflow_id: string, caller: Caller, place: RecordPlace): AsyncGenerator<RecordedLine> {
    let at = place.at;
    for (;;) {
      const request = { workflow_id, ...(at === '' ? {} : { cursor: at }) };
      const page = await this.asker.ask(readRecordedCalls, request, caller, ANSWER_TIMEOUT_MS);
      const isLast = page.next_cursor === null;
      // A page is not begun twice: the lines of one go out together.
      const behind: RecordPlace = isLast
        ? { ...place, part: 'document', at: '0.0' }
        : { ...place, at: page.next_cursor ?? '' };
      const lines = page.calls.map((call) => renderLine({ kind: 'call', ...call }));
      for (const [index, line] of lines.entries())
        yield { line, next: index === lines.length - 1 ? renderPlace(behind) : WITH_NEXT };
      if (isLast) return;
      at = page.next_cursor ?? '';
    }
  }

  private async *documents(workflowId: string, caller: Caller, place: RecordPlace): AsyncGenerator<RecordedLine> {
    const [from = 0, offset = 0] = place.at.split('.').map(Number);
    const begun = Math.max(0, from - 1);
    for await (const [number, event] of this.eventsAfter(workflowId, caller, begun, place.seq)) {
      const artifact = artifactIn(event);
      if (artifact === undefined) continue;
      let at = number === from ? offset : 0;
      const document = await this.document(artifact, caller);
      for (const line of linesOf('document', document, at)) {
        at += PIECE_CHARACTERS;
        const isLast = !('more' in line && line.more);
        yield said(line, { ...place, at: isLast ? `${number + 1}.0` : `${number}.${at}` });
      }
    }
  }

  private async document({ artifact_id, version_id, version, path, sha256 }: ArtifactReference, caller: Caller) {
    const found = await this.readDocument(artifact_id, version, caller);
    const facts = { artifact_id, version_id, version, path, sha256 };
    return { ...facts, metadata: found?.artifact.metadata ?? {}, text: found?.content ?? null };
  }

  /** Undefined for a document that is no longer there. */
  private async readDocument(
    artifact_id: string,
    version: number,
    caller: Caller,
  ): Promise<ReadArtifactReply | undefined> {
    try {
      return await this.asker.ask(readArtifact, { artifact_id, version }, caller, ANSWER_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  }

  private async *eventsAfter(
    workflowId: string,
    { tenant_id }: Caller,
    after: number,
    upTo: number,
  ): AsyncGenerator<[number, WorkflowEvent]> {
    let at = after;
    while (at < upTo) {
      const limit = Math.min(EVENTS, upTo - at);
      const events = await this.repository.historyAfter(tenant_id, workflowId, at, limit);
      for (const event of events) yield [(at += 1), event];
      if (events.length < limit) return;
    }
  }
}

/** Stands behind a line that goes out together with the next one. */
export const WITH_NEXT = '+';

function said(line: BundleLine, behind: RecordPlace): RecordedLine {
  return { line: renderLine(line), next: renderPlace(behind) };
}

function artifactIn(event: WorkflowEvent): ArtifactReference | undefined {
  return event.type === 'artifact-recorded' || event.type === 'artifact-edited' ? event.data.artifact : undefined;
}
