/** What a client was promised: every command that was acknowledged, with its key. */
export type CommandKind = 'start' | 'pause' | 'resume' | 'answer';

/** One acknowledged command. */
export interface AcknowledgedCommand {
  readonly kind: CommandKind;
  readonly key: string;
  readonly workflowId: string;
  /** The request that was answered; only of answers. */
  readonly requestId?: string;
  readonly acknowledgedAt: string;
  /** How often it was sent until somebody acknowledged it. */
  readonly tries: number;
  /** The acknowledgement. */
  readonly reply: unknown;
}

/** A command the platform refused although nothing was wrong with it. */
export interface RefusedCommand {
  readonly kind: CommandKind;
  readonly key: string;
  readonly path: string;
  readonly status: number;
  readonly code: string;
}

/** The client's own record, against which the platform is judged. */
export class Ledger {
  readonly acknowledged: AcknowledgedCommand[] = [];
  readonly refused: RefusedCommand[] = [];

  /** Ids of the workflows whose start was acknowledged. */
  get workflowIds(): string[] {
    return this.of('start').map(({ workflowId }) => workflowId);
  }

  /** Acknowledged commands of one kind. */
  of(kind: CommandKind): AcknowledgedCommand[] {
    return this.acknowledged.filter((command) => command.kind === kind);
  }
}
