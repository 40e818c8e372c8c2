import { EventType } from '@ag-ui/core';

import type { LiveDelta, WorkflowEventView } from '@botarmy/contracts';

import type { TextPosition } from './event-id';
import type { RunCatalog } from './run-catalog';
import { RunTexts } from './run-texts';
import type { EmitText, TextOwner } from './run-texts';

/** Whose integration tasks are: no agent writes there, a tool is called. */
const PLATFORM = 'platform';
const ACTIVITY = 'botarmy.task';

type Data = Readonly<Record<string, unknown>>;

interface Attempt extends TextOwner {
  readonly agentId: string;
  isCompleted: boolean;
}

/** The attempts agents have in hand: sub-agents of the run, with what they write and how far they are. */
export class RunAttempts {
  private readonly inHand = new Map<string, Attempt>();
  private readonly texts: RunTexts;
  private readonly calls = new Map<string, Attempt>();

  constructor(
    private readonly workflowId: string,
    private readonly catalog: RunCatalog,
    private readonly emit: EmitText,
  ) {
    this.texts = new RunTexts(emit);
  }

  /** True while an agent or a tool is at work. */
  get isAnyAtWork(): boolean {
    return this.inHand.size > 0;
  }

  positions(): readonly TextPosition[] {
    return this.texts.positions();
  }

  restore(positions: readonly TextPosition[]): void {
    for (const position of positions) {
      const attempt = this.inHand.get(position.taskId);
      if (attempt?.attempt === position.attempt) this.texts.restore(attempt, position);
    }
  }

  /** Announces what is in hand when the run begins. */
  announce(): void {
    for (const attempt of this.inHand.values()) this.start(attempt);
  }

  /** Takes an event in. `document` is the text of the document it records, where that is known. */
  take({ type, data }: WorkflowEventView, document: string | undefined): void {
    const taskId = textOf(data['task_id']);
    if (type === 'artifact-recorded' && taskId !== undefined) this.record(taskId, data, document);
    this.finishCompleted();
    switch (type) {
      case 'task-scheduled':
        this.schedule(data, String(data['attempt']));
        break;
      case 'task-lease-raised':
        if (taskId !== undefined && !this.inHand.has(taskId))
          this.schedule(data, `${String(data['attempt'])}.${String(data['lease'])}`);
        break;
      case 'task-completed':
        this.complete(taskId ?? '', data);
        break;
      case 'task-failed':
        this.end(taskId ?? '', { code: textOf(data['code']) ?? 'failed', message: textOf(data['detail']) ?? '' });
        break;
      case 'questions-asked':
        this.suspend(taskId ?? '');
        break;
      case 'gate-evaluated':
        this.judge(data);
        break;
      default:
        for (const id of takenBack(type, data)) this.end(id, TAKEN_BACK);
    }
  }

  /** A piece of an answer. */
  write(delta: LiveDelta, isSnapshot: boolean): void {
    const attempt = this.inHand.get(delta.task_id);
    if (attempt === undefined || attempt.attempt !== delta.attempt || attempt.isCompleted) return;
    this.texts.add(attempt, { turn: delta.turn, offset: delta.offset, text: delta.text, isSnapshot });
  }

  /** The run ends: what is open is closed. Attempts still in hand go on without being watched. */
  endAll(interruptIds: readonly string[]): void {
    this.finishCompleted();
    this.texts.closeAll();
    for (const attempt of this.inHand.values()) {
      if (attempt.agentId === PLATFORM) continue;
      const ids = interruptIds.length > 0 ? { interruptIds: [...interruptIds] } : {};
      const { subagentRunId } = attempt;
      this.emit({ type: EventType.SUBAGENT_FINISHED, subagentRunId, outcome: { type: 'suspended', ...ids } });
    }
    this.inHand.clear();
  }

  private schedule(data: Data, suffix: string): void {
    const taskId = textOf(data['task_id']);
    if (taskId === undefined) return;
    if (this.inHand.has(taskId)) this.end(taskId, TAKEN_BACK);
    const attempt: Attempt = {
      subagentRunId: `${this.workflowId}.${taskId}.${suffix}`,
      taskId,
      attempt: Number(data['attempt']),
      agentId: textOf(data['agent_id']) ?? this.calls.get(taskId)?.agentId ?? 'agent',
      isReasoning: this.catalog.isPlan(taskId),
      isCompleted: false,
    };
    this.inHand.set(taskId, attempt);
    this.calls.set(taskId, attempt);
    this.start(attempt);
  }

  private start(attempt: Attempt): void {
    const { subagentRunId, taskId, agentId, attempt: number } = attempt;
    const name = this.catalog.agentName(agentId);
    const task_name = this.catalog.taskName(taskId);
    if (agentId !== PLATFORM) {
      this.emit({ type: EventType.SUBAGENT_STARTED, subagentRunId, name, description: task_name });
    }
    this.emit({
      type: EventType.ACTIVITY_SNAPSHOT,
      messageId: activityOf(attempt),
      activityType: ACTIVITY,
      content: { task_id: taskId, task_name, agent_id: agentId, attempt: number, status: 'running', gates: [] },
    });
  }

  private complete(taskId: string, data: Data): void {
    const attempt = this.inHand.get(taskId);
    if (attempt === undefined) return;
    attempt.isCompleted = true;
    this.patch(attempt, '/status', 'completed');
    if (attempt.agentId === PLATFORM) this.reportCall(attempt, { values: data['values'] ?? null });
  }

  private record(taskId: string, { artifact }: Data, document: string | undefined): void {
    const attempt = this.inHand.get(taskId);
    if (attempt === undefined || attempt.agentId === PLATFORM) return;
    if (document !== undefined) this.texts.complete(attempt, document);
    this.patch(attempt, '/artifact', artifact);
  }

  /** The document of a completed attempt is recorded right behind it; whatever comes next ends the attempt. */
  private finishCompleted(): void {
    for (const attempt of this.inHand.values()) {
      if (!attempt.isCompleted) continue;
      this.inHand.delete(attempt.taskId);
      this.texts.close(attempt.taskId);
      if (attempt.agentId === PLATFORM) continue;
      const { subagentRunId } = attempt;
      this.emit({ type: EventType.SUBAGENT_FINISHED, subagentRunId, outcome: { type: 'success' } });
    }
  }

  /** The agent asks people; its next attempt has their answers. */
  private suspend(taskId: string): void {
    const attempt = this.inHand.get(taskId);
    if (attempt === undefined) return;
    this.inHand.delete(taskId);
    this.texts.close(taskId);
    this.patch(attempt, '/status', 'asking');
    const { subagentRunId } = attempt;
    this.emit({ type: EventType.SUBAGENT_FINISHED, subagentRunId, outcome: { type: 'suspended' } });
  }

  private end(taskId: string, { code, message }: { readonly code: string; readonly message: string }): void {
    const attempt = this.inHand.get(taskId);
    if (attempt === undefined) return;
    this.inHand.delete(taskId);
    this.texts.close(taskId);
    this.patch(attempt, '/status', code === TAKEN_BACK.code ? 'interrupted' : 'failed');
    if (attempt.agentId === PLATFORM) this.reportCall(attempt, { error: { code, message } });
    else this.emit({ type: EventType.SUBAGENT_ERROR, subagentRunId: attempt.subagentRunId, code, message });
  }

  /** A tool's call is told when it is over, so that a client never takes it for one it should make itself. */
  private reportCall({ subagentRunId: toolCallId, taskId }: Attempt, result: object): void {
    const about = { workflow_id: this.workflowId, task_id: taskId, task_name: this.catalog.taskName(taskId) };
    this.emit({ type: EventType.TOOL_CALL_START, toolCallId, toolCallName: taskId });
    this.emit({ type: EventType.TOOL_CALL_ARGS, toolCallId, delta: JSON.stringify(about) });
    this.emit({ type: EventType.TOOL_CALL_END, toolCallId });
    const content = JSON.stringify(result);
    this.emit({ type: EventType.TOOL_CALL_RESULT, messageId: `${toolCallId}.result`, toolCallId, content });
  }

  private judge(data: Data): void {
    const attempt = this.calls.get(textOf(data['task_id']) ?? '');
    if (attempt === undefined || attempt.attempt !== data['attempt']) return;
    const { gate_id, passed, problems } = data;
    this.patch(attempt, '/gates/-', { gate_id, passed, problems });
  }

  private patch(attempt: Attempt, path: string, value: unknown): void {
    const messageId = activityOf(attempt);
    // Of a member that is there, `add` is a replacement.
    this.emit({
      type: EventType.ACTIVITY_DELTA,
      messageId,
      activityType: ACTIVITY,
      patch: [{ op: 'add', path, value }],
    });
  }
}

const TAKEN_BACK = { code: 'taken-back', message: 'The attempt was taken back before it ended.' };

/** Tasks whose attempts an event takes from their agents. */
function takenBack(type: string, { interrupted, open, task_id, task_ids }: Data): string[] {
  const attempts = typeof open === 'object' && open !== null ? (open as Data)['attempts'] : [];
  const referred = [interrupted, attempts].flatMap((list) => (Array.isArray(list) ? (list as Data[]) : []));
  const named = type === 'tasks-reset' && Array.isArray(task_ids) ? (task_ids as string[]) : [];
  const skipped = type === 'task-skipped' ? [String(task_id)] : [];
  return [...referred.map((attempt) => String(attempt['task_id'])), ...named, ...skipped];
}

function activityOf({ subagentRunId }: Attempt): string {
  return `${subagentRunId}.activity`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
