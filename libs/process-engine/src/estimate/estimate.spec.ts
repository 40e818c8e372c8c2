import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { RecordedRun } from '../replay/recorded-run.fixture';
import { sdlc } from '../workflow/story.fixture';
import { criticalPath } from './critical-path';
import { runFacts } from './run-facts';

const minutes = ({ expected_minutes }: CompiledTask): number => expected_minutes;

/** Three tasks of 1, 2 and 4 minutes, of which the last needs the first alone. */
function forked(): CompiledProcess {
  const [stage] = sdlc.stages;
  const base = sdlc.tasks['analysis-execution-plan'];
  if (stage === undefined || base === undefined) throw new Error('no stage');
  const task = (id: string, expected_minutes: number, needs: string[]): CompiledTask => ({
    ...base,
    id,
    expected_minutes,
    needs,
    stage_id: stage.id,
  });
  return {
    ...sdlc,
    stages: [{ ...stage, task_ids: ['one', 'two', 'three'] }],
    tasks: { one: task('one', 1, []), two: task('two', 2, ['one']), three: task('three', 4, ['one']) },
  };
}

describe('the critical path', () => {
  it('is all of the work where one task goes after another', () => {
    expect(criticalPath(forked(), 'sequential', minutes)).toEqual({ minutes: 7, task_ids: ['one', 'two', 'three'] });
    expect(criticalPath(sdlc, 'sequential', minutes).minutes).toBe(sdlc.expected_minutes);
  });

  it('is the longest way through the needs where tasks go side by side', () => {
    expect(criticalPath(forked(), 'parallel', minutes)).toEqual({ minutes: 5, task_ids: ['one', 'three'] });
  });

  it('leaves out what is done', () => {
    const open = (task: CompiledTask): number => (task.id === 'three' ? 0 : minutes(task));
    expect(criticalPath(forked(), 'parallel', open)).toEqual({ minutes: 3, task_ids: ['one', 'two'] });
  });

  it('goes from stage to stage', () => {
    const path = criticalPath(sdlc, 'parallel', minutes);
    const stages = new Set(path.task_ids.map((id) => sdlc.tasks[id]?.stage_id));
    expect(stages.size).toBe(sdlc.stages.length);
    expect(path.minutes).toBeLessThanOrEqual(sdlc.expected_minutes);
  });
});

describe('the facts of a run', () => {
  const { events } = new RecordedRun(sdlc).play(['modified']);
  const facts = runFacts(events);

  it('are its cost, its times and those of its tasks and answers', () => {
    const usage = events.flatMap((event) => (event.type === 'task-completed' ? [event.data.usage.cost_micros] : []));
    expect(facts.cost_micros).toBe(usage.reduce((sum, cost) => sum + cost, 0));
    expect(facts.tasks.reduce((sum, task) => sum + task.cost_micros, 0)).toBe(facts.cost_micros);
    expect(facts.tasks.map(({ task_id }) => task_id).sort()).toEqual(Object.keys(sdlc.tasks).sort());
    expect(facts.simulated).toBe(true);
    // Two questions, the first asked again after the work was sent back; one second each in this story.
    expect(facts.approvals).toHaveLength(3);
    expect(facts.waiting_ms).toBe(3_000);
    const whole = Date.parse(events.at(-1)?.occurred_at ?? '') - Date.parse(events[0]?.occurred_at ?? '');
    expect(facts.working_ms).toBe(whole - 3_000);
  });
});
