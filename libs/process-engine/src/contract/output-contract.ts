import type { ApprovalPolicy } from '../model/approval-policy';

/** What the values of a document may be: a small part of JSON Schema. */
export interface ValueSchema {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly max_length?: number;
  readonly max_items?: number;
  readonly items?: ValueSchema;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
}

/** What a task must produce: one markdown document. */
export interface OutputContract {
  /** Artifact path inside the workflow, e.g. `requirements.md`. */
  readonly path: string;
  readonly title: string;
  /** Headings that must be there, compared without regard to case. */
  readonly required_sections: readonly string[];
  /** Upper bound of words; tables and fenced code are not counted. */
  readonly max_words: number;
  /** The document the agent starts from, in markdown; absent when it starts from nothing. */
  readonly template?: string;
  /** Values the document must state in a fenced block named `values`, by name. */
  readonly values?: Readonly<Record<string, ValueSchema>>;
  /** Whether the agent may ask people first; absent when it may not. */
  readonly questions?: QuestionRules;
}

/** How an agent may ask people before it writes. */
export interface QuestionRules {
  /** Most rounds of questions, 1 to 5. */
  readonly max_rounds: number;
  /** Who answers, by when, and what happens otherwise; absent when any one approver answers. */
  readonly policy?: ApprovalPolicy;
}
