import { canonicalJson } from '../model/canonical-json';
import { shippedProcess } from '../scenarios/shipped-process.fixture';
import { loadProcess } from './load-process';
import { SMALL_AGENT, SMALL_PROCESS, smallFiles } from './small-process.fixture';

function compiled(process = SMALL_PROCESS, agent = SMALL_AGENT) {
  const result = loadProcess(smallFiles(process, agent));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.value;
}

describe('a compiled process', () => {
  it('has every default filled in', () => {
    expect(compiled()).toMatchObject({
      concurrency: null,
      input: { path: 'brief.md' },
      max_rounds: 3,
      expected_minutes: 6,
      stages: [
        {
          id: 'first',
          index: 0,
          gates: [{ id: 'contract', kind: 'contract', task_ids: ['first-plan', 'first-work'] }],
        },
        { id: 'second', index: 1, gates: [] },
      ],
      tasks: {
        'first-plan': {
          pool: 'writer',
          needs: [],
          output: { max_words: 500 },
          retry: { max_attempts: 3, delay_ms: 2_000, factor: 2, max_delay_ms: 60_000 },
        },
      },
      approval_points: [{ id: 'after-first', title: 'First Review Required', max_rounds: 3, options: { length: 3 } }],
    });
  });

  it('lets a task refine the retry policy of the process', () => {
    const text = SMALL_PROCESS.replace(
      'stages:',
      'policies: { max_rounds: 1, retry: { max_attempts: 5, delay_ms: 0 } }\nstages:',
    ).replace('expected_minutes: 2', 'retry: { max_attempts: 1 }\n        expected_minutes: 2');
    const { tasks, approval_points } = compiled(text);
    expect(tasks['first-plan']?.retry).toMatchObject({ max_attempts: 5, delay_ms: 0 });
    expect(tasks['first-work']?.retry).toMatchObject({ max_attempts: 1, delay_ms: 0 });
    expect(approval_points).toMatchObject([{ max_rounds: 1 }]);
  });

  it('runs tasks in the order of their needs', () => {
    const first = SMALL_PROCESS.indexOf('      - id: first-work');
    const gates = SMALL_PROCESS.indexOf('    gates:');
    const work = SMALL_PROCESS.slice(first, gates);
    const extra = work
      .replace('first-work', 'first-extra')
      .replace('path: first.md', 'path: extra.md')
      .replace('[first-plan]', '[first-plan, first-work]');
    const text = SMALL_PROCESS.slice(0, first) + extra + work + SMALL_PROCESS.slice(gates);
    expect(compiled(text).stages[0]?.task_ids).toEqual(['first-plan', 'first-work', 'first-extra']);
  });

  it('has a content hash that changes with the process, an agent or a prompt, and with nothing else', () => {
    const hash = compiled().content_hash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(compiled(`# A comment.\n${SMALL_PROCESS}`).content_hash).toBe(hash);
    expect(compiled(SMALL_PROCESS.replace('Plan it.', 'Plan it well.')).content_hash).not.toBe(hash);
    expect(compiled(SMALL_PROCESS, SMALL_AGENT.replace('0.2', '0.3')).content_hash).not.toBe(hash);
    const files = smallFiles();
    const prompted = loadProcess({
      ...files,
      agents: files.agents.map((agent) => ({ ...agent, prompt: 'You write well.' })),
    });
    expect(prompted).not.toMatchObject({ value: { content_hash: hash } });
  });

  it('survives storage', () => {
    const process = compiled();
    expect(JSON.parse(JSON.stringify(process))).toEqual(process);
  });
});

describe('canonical JSON', () => {
  it('sorts keys and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, undefined], a: undefined, c: { z: null, y: 'é' } })).toBe(
      '{"b":[1,null],"c":{"y":"é","z":null}}',
    );
  });
});

describe('the shipped process', () => {
  const process = shippedProcess();

  it('has five stages with two tasks each and takes 25 minutes', () => {
    expect(process.stages.map((stage) => [stage.id, stage.name, stage.task_ids.length])).toEqual([
      ['analyze', 'Analyze', 2],
      ['design', 'Design', 2],
      ['build', 'Build', 2],
      ['validate', 'Validate', 2],
      ['launch', 'Launch', 2],
    ]);
    expect(process.expected_minutes).toBe(25);
  });

  it('reads and writes what specification §5.1.2 and §6.3.1 say', () => {
    const tasks = process.stages.flatMap((stage) => stage.task_ids.map((id) => process.tasks[id]));
    expect(tasks.map((task) => [task?.name, task?.agent_id, task?.inputs.join(' '), task?.output.path])).toEqual([
      ['Create Analysis Execution Plan', 'analyst', 'project_brief.md', 'analysis_execution_plan.md'],
      ['Requirements Analysis', 'analyst', 'project_brief.md analysis_execution_plan.md', 'requirements.md'],
      ['Create Design Execution Plan', 'architect', 'requirements.md', 'design_execution_plan.md'],
      ['Architecture Design', 'architect', 'requirements.md design_execution_plan.md', 'architecture.md'],
      ['Create Build Execution Plan', 'developer', 'architecture.md', 'build_execution_plan.md'],
      ['Implementation Planning', 'developer', 'architecture.md build_execution_plan.md', 'implementation_plan.md'],
      ['Create Validation Execution Plan', 'tester', 'implementation_plan.md', 'validation_execution_plan.md'],
      ['Test Planning', 'tester', 'implementation_plan.md validation_execution_plan.md', 'test_plan.md'],
      ['Create Launch Execution Plan', 'deployer', 'test_plan.md', 'launch_execution_plan.md'],
      ['Deployment Planning', 'deployer', 'test_plan.md launch_execution_plan.md', 'deployment_plan.md'],
    ]);
    expect(tasks.every((task) => task?.output.max_words === 500)).toBe(true);
  });
});
