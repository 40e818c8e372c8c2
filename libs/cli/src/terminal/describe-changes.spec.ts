import { statusBuilder, taskBuilder } from '../workflow-status.fixture';
import { describeChanges } from './describe-changes';

const withTask = (fields: Parameters<typeof taskBuilder>[0], status = statusBuilder()) => ({
  ...status,
  stages: status.stages.map((stage) => ({
    ...stage,
    tasks: [taskBuilder(fields), taskBuilder({ id: 'next', status: 'pending' })],
  })),
});
const artifact = {
  artifact_id: 'art_a',
  version_id: 'ver_a',
  version: 1,
  path: 'requirements.md',
  sha256: 'a'.repeat(64),
  size_bytes: 1,
};

describe('the changes of a workflow', () => {
  it('begin with what is the case', () => {
    expect(describeChanges(undefined, statusBuilder())).toEqual([
      ' 12 %  Analyst Requirements running',
      ' 12 %  workflow in progress',
    ]);
  });

  it('are none when nothing changed', () => {
    expect(describeChanges(statusBuilder(), statusBuilder({ progress_percent: 13 }))).toEqual([]);
  });

  it('name the document a task made', () => {
    expect(describeChanges(statusBuilder(), withTask({ status: 'completed', artifact }))).toEqual([
      ' 12 %  Analyst Requirements completed: requirements.md',
    ]);
  });

  it('name the attempt and why the last one failed', () => {
    const before = withTask({ status: 'retrying', failure: 'too long' });
    expect(describeChanges(statusBuilder(), before)).toEqual([' 12 %  Analyst Requirements retrying: too long']);
    expect(describeChanges(before, withTask({ attempt: 2 }))).toEqual([
      ' 12 %  Analyst Requirements (attempt 2) running',
    ]);
  });

  it('name new requests and the end, once', () => {
    const waiting = statusBuilder({ status: 'waiting_for_human', pending_request_ids: ['hitl_a'] });
    expect(describeChanges(statusBuilder(), waiting)).toEqual([
      ' 12 %  waits for a decision: hitl_a',
      ' 12 %  workflow waiting for human',
    ]);
    expect(describeChanges(waiting, waiting)).toEqual([]);
    const failed = statusBuilder({ status: 'failed', failure: 'No \u001b[31mplan' });
    expect(describeChanges(waiting, failed)).toEqual([' 12 %  workflow failed', ' 12 %  No plan']);
  });
});
