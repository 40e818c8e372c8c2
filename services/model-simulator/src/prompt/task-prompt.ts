import type { ValueSchema } from '@botarmy/process-engine';

/** An upstream document as it stands in the prompt. */
export interface InputDocument {
  readonly path: string;
  readonly text: string;
  readonly headings: readonly string[];
}

/** What an agent is asked to write, read from a structured prompt. */
export interface TaskPrompt {
  readonly taskId: string;
  readonly title: string;
  readonly agent: string;
  readonly maxWords: number;
  readonly sections: readonly string[];
  readonly inputs: readonly InputDocument[];
  /** Feedback of people or of the contract check, oldest first. */
  readonly feedback: readonly string[];
  /** Values the document has to state, by name; absent when it states none. */
  readonly values?: Readonly<Record<string, ValueSchema>>;
  /** True when people may be asked instead of writing; absent when they may not. */
  readonly mayAsk?: true;
  /** What people answered to earlier questions; absent when nothing was asked. */
  readonly answers?: readonly string[];
}

/** One turn of the conversation in the form all providers are converted to. */
export interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}
