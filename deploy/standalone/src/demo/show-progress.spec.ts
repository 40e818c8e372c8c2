import type { WorkflowStatusView } from '@botarmy/sdk';

import { LiveProgress, PlainProgress } from './show-progress';

const agents = [
  { id: 'architect', name: 'Architect', status: 'processing', current_task: 'Design', progress_percent: 50 },
];
const status = {
  title: 'Shop',
  status: 'in_progress',
  current_stage: 'Design',
  progress_percent: 34,
  agents,
  stages: [],
  pending_request_ids: [],
  failure: null,
} as unknown as WorkflowStatusView;

describe('the progress of the demo', () => {
  const written: string[] = [];
  let view: LiveProgress;
  beforeEach(() => {
    jest.useFakeTimers();
    written.length = 0;
    view = new LiveProgress({ columns: 100, write: (text) => written.push(text) }, false);
  });
  afterEach(() => jest.useRealTimers());

  it('moves in place on a terminal, and makes room for questions', () => {
    view.status(status);
    expect(written[0]).toContain('34 %');
    view.pause();
    view.status({ ...status, progress_percent: 40 });
    view.written('architect', 10);
    expect(written).toHaveLength(2);
    view.resume();
    expect(written.at(-1)).toContain('40 %');
    expect(written.at(-1)).toContain('10 characters');
  });

  it('draws characters at most once per frame, and forgets them when an agent is done', () => {
    view.status(status);
    for (let characters = 1; characters <= 50; characters += 1) view.written('architect', characters);
    expect(written).toHaveLength(1);
    jest.runAllTimers();
    expect(written).toHaveLength(2);
    expect(written.at(-1)).toContain('50 characters');
    view.status({ ...status, agents: status.agents.map((agent) => ({ ...agent, status: 'completed' as const })) });
    view.status(status);
    expect(written.at(-1)).not.toContain('characters');
  });

  it('is a line for each thing that happened where there is no terminal', () => {
    const lines: string[] = [];
    const plain = new PlainProgress((line) => lines.push(line));
    plain.status(status);
    plain.written();
    plain.pause();
    plain.resume();
    plain.status({ ...status, progress_percent: 35 });
    plain.status({ ...status, progress_percent: 40, status: 'waiting_for_human', pending_request_ids: ['hitl_a'] });
    expect(lines).toEqual([
      ' 34 %  workflow in progress',
      ' 40 %  waits for a decision: hitl_a',
      ' 40 %  workflow waiting for human',
    ]);
  });
});
