import type { WorkflowEvent } from './events';
import { evolve, foldWorkflow, HistoryError } from './evolve';
import { ProcessMismatchError, stageOf, taskOf } from './process-lookup';
import { applyEvents, react } from './react';
import { given, sdlc } from './story.fixture';

const started = given().when({ start: {} });

describe('folding a history', () => {
  it('begins with the start of the workflow', () => {
    const [, second] = started.events;
    expect(() => foldWorkflow(second === undefined ? [] : [second])).toThrow(HistoryError);
    expect(() => foldWorkflow([])).toThrow(HistoryError);
  });

  it('starts a workflow once', () => {
    expect(() => foldWorkflow([...started.events, ...started.events])).toThrow('A workflow starts once.');
  });

  it('goes on from a snapshot', () => {
    const snapshot = foldWorkflow(started.events.slice(0, 2));
    const restored = JSON.parse(JSON.stringify(snapshot)) as typeof snapshot;
    expect(foldWorkflow(started.events.slice(2), restored)).toEqual(foldWorkflow(started.events));
  });

  it.each([
    ['a later version of an event', { version: 2 }, 'has version 2'],
    ['an event nobody knows', { type: 'workflow-exploded' }, 'workflow-exploded is not known'],
  ])('refuses %s', (_what, change, message) => {
    const event = { ...started.events[1], ...change } as unknown as WorkflowEvent;
    expect(() => evolve(started.state, event)).toThrow(message);
  });

  it('leaves tasks nobody scheduled alone', () => {
    const event = { type: 'task-lease-raised', version: 1, occurred_at: '2025-01-15T12:00:00.000Z' } as const;
    const data = { task_id: 'unknown', attempt: 1, lease: 2, reason: 'resumed' } as const;
    const state = started.state === null ? null : evolve(started.state, { ...event, data });
    expect(state?.stages).toEqual(started.state?.stages);
  });
});

describe('reacting', () => {
  it('sends nothing for a task that is not running any more', () => {
    const { state } = given({ start: {} }, { cancel: { reason: 'x' } });
    const scheduled = started.events.find((event) => event.type === 'task-scheduled');
    expect(state !== null && scheduled !== undefined ? react(scheduled, state, sdlc) : null).toEqual([]);
  });

  it('needs a state or an event', () => {
    expect(() => applyEvents(null, [], sdlc)).toThrow(RangeError);
  });

  it('needs the pinned process', () => {
    expect(() => taskOf(sdlc, 'toString')).toThrow(ProcessMismatchError);
    expect(() => stageOf(sdlc, 'unknown')).toThrow('The process has no stage unknown');
  });
});
