import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';

/** Longest definition file or prompt, in characters. */
const LONGEST_FILE = 262_144;

/** An agent's two files. */
export class AgentFiles {
  /** Content of `agent.yaml`. */
  @Text({ min: 1, max: LONGEST_FILE }) definition!: string;
  /** Content of `prompt.md`. */
  @Text({ max: LONGEST_FILE }) prompt!: string;
}

/** A process, new agents, or both; agents that are not sent are those the tenant has. */
export class PublishProcessRequest {
  /** Content of `process.yaml`. */
  @Text({ min: 1, max: LONGEST_FILE, optional: true }) definition?: string;
  @ListOf(() => AgentFiles, { optional: true, maxItems: 50 }) agents?: AgentFiles[];
  /** Only says what is wrong and what would be published. */
  @Flag({ optional: true }) dry_run?: boolean;
}
/** One version that can be started, or could be. */
export class PublishedVersion {
  @Identifier() name!: string;
  @Text({ max: 64 }) version!: string;
  @Text({ max: 200 }) title!: string;
  @Text({ max: 64 }) content_hash!: string;
  /** False when the same content was current already. */
  @Flag() is_new!: boolean;
}
/** Every process whose current version changed: the one sent, and those that use an agent that was sent. */
export class PublishProcessReply {
  @ListOf(() => PublishedVersion) published!: PublishedVersion[];
}
/** Publishes a version for the caller's tenant; workflows that run keep theirs. */
export const publishProcess = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'process',
  verb: 'publish',
  version: 1,
  request: PublishProcessRequest,
  reply: PublishProcessReply,
  role: 'admin',
});

/** A typed input a process takes beside its brief. */
export class ProcessInputView {
  @Text({ max: 63 }) name!: string;
  @Text({ max: 100 }) title!: string;
  @OneOf(['string', 'number', 'integer', 'boolean', 'enum', 'list']) type!: string;
  @Flag() required!: boolean;
  /** For `enum`: the words allowed. */
  @TextList({ optional: true }) values?: string[];
  /** For `list`: what its items are. */
  @Text({ max: 16, optional: true }) items?: string;
  /** For `list`: most items; for `string`: most characters. */
  @Count() max!: number;
}

/** A process as it can be started now. */
export class ProcessView {
  @Identifier() name!: string;
  @Text({ max: 64 }) version!: string;
  @Text({ max: 200 }) title!: string;
  @Text({ max: 64 }) content_hash!: string;
  /** `installation`: shipped with it; `tenant`: published by the tenant. */
  @OneOf(['installation', 'tenant']) origin!: 'installation' | 'tenant';
  @TextList() agents!: string[];
  @Count() estimated_duration_minutes!: number;
  /** What it takes beside the brief; absent when that is nothing. */
  @ListOf(() => ProcessInputView, { optional: true }) inputs?: ProcessInputView[];
}
/** Which processes are wanted. */
export class ListProcessesRequest {
  /** `all`: also those that are not offered to people, such as examples and sub-processes. */
  @OneOf(['offered', 'all'], { optional: true }) show?: 'offered' | 'all';
}
/** By name. */
export class ListProcessesReply {
  @ListOf(() => ProcessView) processes!: ProcessView[];
}
/** What the caller's tenant can start. */
export const listProcesses = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'process',
  verb: 'list',
  version: 1,
  request: ListProcessesRequest,
  reply: ListProcessesReply,
  role: 'viewer',
});

/** Names a process. */
export class ProcessVersionsRequest {
  @Identifier() name!: string;
}
/** One version of a process, with how many workflows run on it. */
export class ProcessVersionView {
  @Text({ max: 64 }) version!: string;
  @Text({ max: 64 }) content_hash!: string;
  @OneOf(['installation', 'tenant']) origin!: 'installation' | 'tenant';
  @Flag() is_current!: boolean;
  @Identifier({ nullable: true }) published_by!: string | null;
  @Timestamp() published_at!: string;
  /** Workflows that have not ended. */
  @Count() running_workflows!: number;
}
/** Newest first. */
export class ProcessVersionsReply {
  @ListOf(() => ProcessVersionView) versions!: ProcessVersionView[];
}
/** Every version of a process that was published or that workflows run on. */
export const listProcessVersions = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'process',
  verb: 'list-versions',
  version: 1,
  request: ProcessVersionsRequest,
  reply: ProcessVersionsReply,
  role: 'viewer',
});
