/** One document version a decision is about. */
export interface BoundArtifact {
  readonly path: string;
  readonly version: number;
  readonly version_id: string;
  readonly sha256: string;
}

/** One task a decision lets start: who does it, with what tool, and the canonical hash of what that is given. */
export interface BoundTask {
  readonly task_id: string;
  readonly agent_id: string;
  /** Kind of integration, or null for an agent. */
  readonly tool: string | null;
  readonly arguments_sha256: string;
}

/**
 * Exactly what a decision is valid for. Its canonical form (RFC 8785) is hashed where it is asked, and compared member by member where
 * it is executed.
 */
export interface ApprovalBound {
  readonly approval_id: string;
  readonly policy_sha256: string;
  readonly artifacts: readonly BoundArtifact[];
  readonly tasks: readonly BoundTask[];
}
