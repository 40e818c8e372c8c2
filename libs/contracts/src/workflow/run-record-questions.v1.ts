import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, OneOf, Text, TextList } from '../fields';
import { WorkflowRequest } from './workflow-questions.v1';

const ASKED_BY = { answeredBy: 'orchestrator', askedBy: ['gateway'], entity: 'workflow', version: 1 } as const;

/** Which part of a run's record is wanted. */
export class ReadRunRecordRequest extends WorkflowRequest {
  /** `next_cursor` of the page before. */
  @Text({ max: 300, optional: true }) cursor?: string;
}
/** Lines of the run's bundle, without line feeds and without the manifest. */
export class ReadRunRecordReply {
  @TextList({ maxItems: 1_000, max: 1_000_000 }) lines!: string[];
  @Text({ max: 300, nullable: true }) next_cursor!: string | null;
}
/** Reads all that a run consists of, page by page, as far as it has come when the first page is asked for. */
export const readRunRecord = defineQuestion({
  ...ASKED_BY,
  verb: 'read-record',
  request: ReadRunRecordRequest,
  reply: ReadRunRecordReply,
  role: 'operator',
});

/** A document on record and the same written again. */
export class ReplayedDocumentView {
  @Text({ max: 255 }) path!: string;
  @Count({ min: 1 }) version!: number;
  /** Null for what no task wrote. */
  @Identifier({ nullable: true }) task_id!: string | null;
  /** `given` came from outside: the brief, an edit, an integration. */
  @OneOf(['written-again', 'given']) how!: 'written-again' | 'given';
  @Text({ pattern: /^[0-9a-f]{64}$/ }) expected_sha256!: string;
  /** Null when it could not be made, or is not in the record. */
  @Text({ max: 64, nullable: true }) got_sha256!: string | null;
  @Flag() equal!: boolean;
}
/** Where this release decides otherwise than the record. */
export class ReplayDivergence {
  @Count({ min: 1 }) seq!: number;
  @Text({ max: 1_000 }) reason!: string;
}
/** What replaying a run showed. */
export class ReplayWorkflowReply {
  @Identifier() workflow_id!: string;
  /** Number of the last event that was replayed. */
  @Count() seq!: number;
  /** True when every decision, request and document came out as recorded. */
  @Flag() byte_equal!: boolean;
  @Count() decided_events!: number;
  @Count() decisions!: number;
  @Nested(() => ReplayDivergence, { nullable: true }) divergence!: ReplayDivergence | null;
  /** Requests to models that were built again, and how many are those that were asked. */
  @Count() requests!: number;
  @Count() equal_requests!: number;
  /** At most the first thousand. */
  @ListOf(() => ReplayedDocumentView) documents!: ReplayedDocumentView[];
  /** What differs, in words; at most the first hundred. */
  @TextList({ maxItems: 100, max: 1_000 }) problems!: string[];
}
/** Does a run again from its record, without any provider, and compares every byte. */
export const replayWorkflow = defineQuestion({
  ...ASKED_BY,
  verb: 'replay',
  request: WorkflowRequest,
  reply: ReplayWorkflowReply,
  role: 'operator',
});

/** A part of a bundle. */
export class ImportRunRequest {
  /** The answer to the first part names it. */
  @Identifier({ optional: true }) import_id?: string;
  /** Lines that were sent before. */
  @Count() from_line!: number;
  /** The next lines of the bundle, without line feeds; the manifest is the last of all. */
  @TextList({ maxItems: 1_000, max: 1_000_000 }) lines!: string[];
}
/** How far the import has come. */
export class ImportRunReply {
  @Identifier() import_id!: string;
  @Count() received!: number;
  @OneOf(['receiving', 'imported']) status!: 'receiving' | 'imported';
  /** The finished workflow the run became; null before the manifest. */
  @Identifier({ nullable: true }) workflow_id!: string | null;
}
/** Takes a run that ran elsewhere, part by part, and lays it down as a finished workflow when it is whole and sound. */
export const importRun = defineQuestion({
  ...ASKED_BY,
  verb: 'import',
  request: ImportRunRequest,
  reply: ImportRunReply,
  role: 'operator',
});
