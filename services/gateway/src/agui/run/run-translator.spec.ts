import type { AGUIEvent } from '@ag-ui/core';
import { EventSchemas } from '@ag-ui/core/schemas';

import type { LiveDelta, WorkflowEventView } from '@botarmy/contracts';

import { readEventId } from './event-id';
import type { RunCatalog } from './run-catalog';
import { RunTranslator } from './run-translator';
import type { IdentifiedEvent, RunHead } from './run-translator';

const CATALOG: RunCatalog = {
  workflowId: 'wf_1',
  process: 'sdlc',
  agentName: (id) => `The ${id}`,
  taskName: (id) => `Task ${id}`,
  isPlan: (id) => id === 'plan',
};
const HEAD: RunHead = { threadId: 'thread', runId: 'run', protocolVersion: '1.0', state: { theme: 'dark' } };
const USAGE = { provider: 'openai', model: 'gpt', input_tokens: 10, output_tokens: 5 };

type Step = WorkflowEventView | { readonly piece: LiveDelta; readonly isSnapshot?: boolean };

/** A workflow whose events are numbered as they are written down. */
class Story {
  readonly steps: Step[] = [];
  private seq = 0;

  event(type: string, data: Record<string, unknown> = {}, progress: Record<string, unknown> = {}): this {
    this.seq += 1;
    this.steps.push({ seq: this.seq, type, occurred_at: '2026-01-15T10:30:00.000Z', data, progress });
    return this;
  }

  scheduled(task_id: string, attempt = 1, agent_id = 'architect'): this {
    return this.event('task-scheduled', { task_id, agent_id, attempt, lease: 1 });
  }

  completed(task_id: string, attempt = 1, path = `${task_id}.md`): this {
    this.event('task-completed', { task_id, attempt, usage: USAGE, values: { ok: true } });
    const artifact = { artifact_id: 'art_1', version: 1, path };
    return this.event('artifact-recorded', { task_id, artifact });
  }

  piece(task_id: string, offset: number, text: string, more: Partial<LiveDelta> & { isSnapshot?: boolean } = {}): this {
    const { isSnapshot = false, ...fields } = more;
    const piece = { workflow_id: 'wf_1', task_id, agent_id: 'architect', attempt: 1, turn: 1, offset, text, ...fields };
    this.steps.push({ piece, isSnapshot });
    return this;
  }
}

/** Tells a story to a client, or to one that comes back after an id. */
function tell(story: Story, options: { head?: RunHead; after?: string; documents?: Record<string, string> } = {}) {
  const { head = HEAD, after, documents = {} } = options;
  const position = after === undefined ? undefined : readEventId(after);
  const translator = new RunTranslator(head, CATALOG, position);
  const told: IdentifiedEvent[] = translator.begin(0);
  let seq = 0;
  for (const step of story.steps) {
    if ('piece' in step) {
      // Who comes back gets what is open as a snapshot, once the log has been read.
      const comesBack = position !== undefined && position.seq !== 'begin';
      if (comesBack && seq < Number(position.seq)) continue;
      const piece = position === undefined ? step.piece : wholeOf(story, step.piece);
      told.push(...translator.write(seq, piece, position !== undefined || (step.isSnapshot ?? false)));
    } else {
      seq = step.seq;
      told.push(...translator.take(step, documents[String(step.data['task_id'])]));
    }
  }
  return { translator, told, events: told.map(({ event }) => event) };
}

function wholeOf({ steps }: Story, piece: LiveDelta): LiveDelta {
  const pieces = steps.flatMap((step) => ('piece' in step ? [step.piece] : []));
  const text = pieces.filter(({ task_id }) => task_id === piece.task_id).map((each) => each.text);
  return { ...piece, offset: 0, text: text.join('') };
}

const typesOf = (events: readonly AGUIEvent[]): string[] => events.map(({ type }) => type);
const textOf = (events: readonly AGUIEvent[]): string =>
  events
    .map((event) =>
      event.type === ('TEXT_MESSAGE_CONTENT' as AGUIEvent['type']) ? (event as { delta: string }).delta : '',
    )
    .join('');

describe('a run told from the events of a workflow', () => {
  const story = (): Story =>
    new Story()
      .event('workflow-started', {}, { title: 'A library', status: 'in_progress' })
      .event('stage-started', { stage_id: 'design', round: 1 })
      .scheduled('plan')
      .piece('plan', 0, 'First ')
      .piece('plan', 6, 'think.')
      .completed('plan')
      .scheduled('draft')
      .piece('draft', 0, '# Draft')
      .completed('draft')
      .event('gate-evaluated', { task_id: 'draft', attempt: 1, gate_id: 'contract', passed: true, problems: [] })
      .event('workflow-paused', { mode: 'safe-point', interrupted: [] })
      .event('stage-completed', { stage_id: 'design' })
      .event('workflow-completed', { artifact_count: 2 }, { status: 'completed' });
  const documents = { plan: 'First think.', draft: '# Draft of all' };

  it('has every event as the protocol knows it, sub-agents, texts and reasoning closed before it ends', () => {
    const { translator, events } = tell(story(), { documents });
    const all = [...events, ...translator.succeed({ workflow_id: 'wf_1' }).map(({ event }) => event)];
    for (const event of all) expect(EventSchemas.safeParse(event)).toMatchObject({ success: true });
    expect(typesOf(all).filter((type) => !/^STATE_DELTA|ACTIVITY/.test(type))).toEqual([
      'RUN_STARTED',
      'STATE_SNAPSHOT',
      'STEP_STARTED',
      'SUBAGENT_STARTED',
      'REASONING_START',
      'REASONING_MESSAGE_START',
      'REASONING_MESSAGE_CONTENT',
      'REASONING_MESSAGE_CONTENT',
      'REASONING_MESSAGE_END',
      'REASONING_END',
      'SUBAGENT_FINISHED',
      'SUBAGENT_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'SUBAGENT_FINISHED',
      'CUSTOM',
      'STEP_FINISHED',
      'STATE_SNAPSHOT',
      'RUN_FINISHED',
    ]);
    expect(textOf(all)).toBe('# Draft of all');
    expect(all.at(-1)).toMatchObject({
      outcome: { type: 'success' },
      usage: [{ provider: 'openai', model: 'gpt', inputTokens: 20, outputTokens: 10, totalTokens: 30 }],
    });
    expect(all.at(-2)).toMatchObject({
      snapshot: { theme: 'dark', workflow: { id: 'wf_1', status: 'completed' }, artifacts: [{}, {}] },
    });
  });

  it('goes on after every id of it exactly where a client was cut off', () => {
    const whole = tell(story(), { documents }).told;
    for (const [index, { id }] of whole.entries()) {
      if (id === undefined) continue;
      const rest = tell(story(), { documents, after: id }).events;
      const missed = whole.slice(index + 1).map(({ event }) => event);
      const kinds = (events: readonly AGUIEvent[]) => typesOf(events).filter((type) => !/_CONTENT$/.test(type));
      expect([id, kinds(rest)]).toEqual([id, kinds(missed)]);
      expect([id, textOf(rest)]).toEqual([id, textOf(missed)]);
    }
  });

  it('ends a cancelled run with an error for clients that know no such outcome', () => {
    const { protocolVersion, ...before1 } = HEAD;
    expect(protocolVersion).toBe('1.0');
    expect(tell(story()).translator.cancel('No longer needed.').at(-1)?.event).toMatchObject({
      type: 'RUN_FINISHED',
      outcome: { type: 'cancelled' },
    });
    const { translator } = tell(new Story().event('stage-started', { stage_id: 'design' }), { head: before1 });
    expect(translator.cancel('No longer needed.').map(({ event }) => event)).toMatchObject([
      { type: 'STEP_FINISHED' },
      { type: 'STATE_SNAPSHOT' },
      { type: 'RUN_ERROR', code: 'CANCELLED', message: 'No longer needed.' },
    ]);
  });
});

describe('texts of a run', () => {
  it('come whole with the document when nobody listened while they were written', () => {
    const { events } = tell(new Story().scheduled('draft').completed('draft').event('other'), {
      documents: { draft: 'All of it' },
    });
    expect(textOf(events)).toBe('All of it');
  });

  it('begin a new message when an answer begins anew, and leave out what has no beginning', () => {
    const { events } = tell(
      new Story()
        .scheduled('draft')
        .piece('draft', 40, 'lost its beginning')
        .piece('draft', 0, 'One')
        .piece('draft', 0, 'Two')
        .piece('draft', 9, 'after a gap')
        .piece('draft', 0, 'Three', { turn: 2 })
        .piece('draft', 0, 'late', { turn: 1 }),
    );
    const starts = events.filter(({ type }) => type === ('TEXT_MESSAGE_START' as AGUIEvent['type']));
    expect(starts.map((event) => (event as { messageId: string }).messageId)).toEqual([
      'wf_1.draft.1.turn1.0',
      'wf_1.draft.1.turn1.1',
      'wf_1.draft.1.turn2.0',
    ]);
    expect(textOf(events)).toBe('OneTwoThree');
  });

  it('take from a snapshot what they lack', () => {
    const { events } = tell(
      new Story().scheduled('draft').piece('draft', 0, 'One ').piece('draft', 0, 'One two', { isSnapshot: true }),
    );
    expect(textOf(events)).toBe('One two');
  });
});

describe('attempts of a run', () => {
  it('are taken back by a pause and begin as another sub-agent', () => {
    const { events } = tell(
      new Story()
        .scheduled('draft')
        .event('workflow-paused', { mode: 'immediate', interrupted: [{ task_id: 'draft', attempt: 1 }] })
        .event('task-lease-raised', { task_id: 'draft', attempt: 1, lease: 2, reason: 'resumed' })
        .event('task-failed', { task_id: 'draft', attempt: 1, code: 'too-long', detail: 'It was too long.' }),
    );
    expect(events.filter(({ type }) => type.startsWith('SUBAGENT'))).toMatchObject([
      { subagentRunId: 'wf_1.draft.1', name: 'The architect', description: 'Task draft' },
      { type: 'SUBAGENT_ERROR', code: 'taken-back' },
      { subagentRunId: 'wf_1.draft.1.2' },
      { type: 'SUBAGENT_ERROR', code: 'too-long', message: 'It was too long.' },
    ]);
  });

  it('are suspended when their agent asks people', () => {
    const { events, translator } = tell(
      new Story()
        .scheduled('draft')
        .event('questions-asked', { task_id: 'draft', attempt: 1, questions: [], usage: USAGE })
        .event('answers-requested', { task_id: 'draft', request_id: 'hitl_2' })
        .event('approval-requested', { request_id: 'hitl_3' })
        .event('questions-answered', { task_id: 'draft', request_id: 'hitl_2', answers: [] })
        .scheduled('draft', 2),
    );
    expect(events.filter(({ type }) => type.startsWith('SUBAGENT'))).toMatchObject([
      { subagentRunId: 'wf_1.draft.1' },
      { type: 'SUBAGENT_FINISHED', outcome: { type: 'suspended' } },
      { subagentRunId: 'wf_1.draft.2' },
    ]);
    expect(translator.pending).toEqual(['hitl_3']);
  });

  it('of the platform are tool calls, told with their result', () => {
    const { events } = tell(new Story().scheduled('fetch', 1, 'platform').completed('fetch'));
    expect(typesOf(events).filter((type) => type.startsWith('TOOL'))).toEqual([
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
    ]);
    expect(typesOf(events)).not.toContain('SUBAGENT_STARTED');
  });

  it('in hand are suspended when the run ends before them', () => {
    const { translator } = tell(
      new Story().event('approval-requested', { request_id: 'hitl_1' }).scheduled('draft').piece('draft', 0, 'One'),
    );
    expect([translator.pending, translator.isAnyAtWork]).toEqual([['hitl_1'], true]);
    const ending = translator.interrupt([{ id: 'hitl_1', reason: 'approval' }]).map(({ event }) => event);
    expect(ending).toMatchObject([
      { type: 'TEXT_MESSAGE_END' },
      { type: 'SUBAGENT_FINISHED', outcome: { type: 'suspended', interruptIds: ['hitl_1'] } },
      { type: 'STATE_SNAPSHOT' },
      { type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts: [{ id: 'hitl_1' }] } },
    ]);
  });
});

describe('a run that joins a workflow', () => {
  it('opens with the state, the stages and the agents at work', () => {
    const translator = new RunTranslator(HEAD, CATALOG, undefined);
    const before = new Story().event('stage-started', { stage_id: 'design' }).scheduled('draft');
    const silent = before.steps.flatMap((step) => ('piece' in step ? [] : translator.take(step)));
    expect(silent).toEqual([]);
    expect(typesOf(translator.begin(2).map(({ event }) => event))).toEqual([
      'RUN_STARTED',
      'STATE_SNAPSHOT',
      'STEP_STARTED',
      'SUBAGENT_STARTED',
      'ACTIVITY_SNAPSHOT',
    ]);
  });
});

describe('the id of an event', () => {
  it.each(['', 'x', '1', '1-b.', '1-2.3~draft', "1-2.3~draft:1:1:0:4:zz'", '1-2~draft:1:1:0:4:ff,'])(
    'that is %p is none of ours',
    (id) => expect(readEventId(id)).toBeUndefined(),
  );
});
