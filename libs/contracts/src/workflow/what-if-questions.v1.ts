import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { WorkflowRequest } from './workflow-questions.v1';

const ASKED_BY = { answeredBy: 'orchestrator', askedBy: ['gateway'], entity: 'workflow', version: 1 } as const;

/** Another model for one agent, or for all that are not named. */
export class WhatIfModel {
  /** Every agent that is not named where absent. */
  @Identifier({ optional: true }) agent_id?: string;
  /** Name of a route, or `provider/model`. */
  @Text({ min: 1, max: 200, pattern: /^[A-Za-z0-9][A-Za-z0-9_:./@-]*$/ }) route!: string;
}
/** What is to be different from a run on record. */
export class StartWhatIfRequest extends WorkflowRequest {
  @ListOf(() => WhatIfModel, { maxItems: 50, optional: true }) models?: WhatIfModel[];
  /** Version or content hash of the process, as `GET /api/processes/{name}/versions` lists it. */
  @Text({ min: 1, max: 64, optional: true }) process_version?: string;
  /** The text of a process that was not published. */
  @Text({ min: 1, max: 262_144, optional: true }) definition?: string;
}
/** The run that was begun. */
export class StartWhatIfReply {
  /** Its id; its calls and documents are kept under it. */
  @Identifier() run_id!: string;
  @OneOf(['running']) status!: 'running';
}
/** Runs a recorded workflow again with other models or another process; the workflow itself stays as it is. */
export const startWhatIf = defineQuestion({
  ...ASKED_BY,
  verb: 'start-what-if',
  request: StartWhatIfRequest,
  reply: StartWhatIfReply,
  role: 'operator',
});

/** Where the what-if run first asked what the recorded run had not. */
export class WhatIfDivergenceView {
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  /** 1: the first answer; the later ones repair it. */
  @Count({ min: 1 }) turn!: number;
}
/** What a run used. */
export class WhatIfFigures {
  @Count() calls!: number;
  @Count() input_tokens!: number;
  @Count() output_tokens!: number;
  /** Millionths of a US dollar. */
  @Count() cost_micros!: number;
  /** From start to end, people's waiting included. */
  @Count() duration_ms!: number;
}
/** A document of the what-if run beside that of the recorded run. */
export class WhatIfDocument {
  @Text({ max: 255 }) path!: string;
  @Identifier() artifact_id!: string;
  @Count({ min: 1 }) version!: number;
  @Text({ max: 64 }) sha256!: string;
  @OneOf(['same', 'changed', 'new']) change!: 'same' | 'changed' | 'new';
}
/** What a finished what-if run showed. */
export class WhatIfReport {
  /** Null when nothing was asked that had not been asked before. */
  @Nested(() => WhatIfDivergenceView, { nullable: true }) divergence!: WhatIfDivergenceView | null;
  @Nested(() => WhatIfFigures) original!: WhatIfFigures;
  /** As if every answer had been paid for. */
  @Nested(() => WhatIfFigures) what_if!: WhatIfFigures;
  /** Answers taken from the record. */
  @Count() reused_calls!: number;
  /** What was really paid, in millionths of a US dollar. */
  @Count() spent_micros!: number;
  @ListOf(() => WhatIfDocument) documents!: WhatIfDocument[];
  /** Documents of the recorded run that this one did not write. */
  @TextList({ maxItems: 1_000, max: 255 }) missing_paths!: string[];
}
/** A what-if run. */
export class WhatIfView {
  @Identifier() run_id!: string;
  @Identifier() workflow_id!: string;
  @Identifier() process_name!: string;
  @Text({ max: 64 }) process_version!: string;
  @OneOf(['running', 'completed', 'failed']) status!: 'running' | 'completed' | 'failed';
  @Identifier() requested_by!: string;
  @Timestamp() requested_at!: string;
  @Timestamp({ nullable: true }) finished_at!: string | null;
  /** Why it did not complete. */
  @Text({ max: 1_000, nullable: true }) failure!: string | null;
  /** Null while it runs, and when it could not even begin. */
  @Nested(() => WhatIfReport, { nullable: true }) report!: WhatIfReport | null;
}
/** Names a what-if run. */
export class WhatIfRequest {
  @Identifier() run_id!: string;
}
/** How a what-if run stands and what it showed. */
export const getWhatIf = defineQuestion({
  ...ASKED_BY,
  verb: 'what-if',
  request: WhatIfRequest,
  reply: WhatIfView,
  role: 'viewer',
});
