/** A message as `conversation_add` takes it. */
export interface NewMessage {
  readonly message_id: string;
  readonly role: 'user' | 'assistant' | 'system';
  readonly status: 'pending' | 'complete';
  readonly content: string;
  readonly author_id: string | null;
  readonly author_name: string;
  readonly agent_id: string | null;
  /** Agents it comes from or asks. */
  readonly agents: readonly string[];
  readonly artifacts: readonly string[];
  readonly attachments: readonly string[];
  readonly reply_to: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly client_key: string | null;
  readonly client_hash: string | null;
  readonly work: AnswerWork | null;
}

/** What an answer is made with, as it was when it was asked for: the same on every try. */
export interface AnswerWork {
  readonly agent: {
    readonly id: string;
    readonly name: string;
    readonly system_prompt: string;
    readonly route: string;
    readonly max_output_tokens: number;
    readonly temperature: number;
  };
  /** Files that came with the question, as text. */
  readonly files: readonly AttachedFile[];
  /** On whose behalf the model is asked. */
  readonly caller: {
    readonly user_id: string;
    readonly user_name: string;
    readonly role: string;
    readonly request_id: string;
  };
}

/** A file as far as its text is given to a model. */
export interface AttachedFile {
  readonly name: string;
  readonly text: string;
}

/** Somebody who takes part from now on. */
export interface NewParticipant {
  readonly id: string;
  readonly kind: 'person' | 'agent';
  readonly name: string;
  readonly role: 'member' | 'agent';
}
