import type { CompiledProcess } from '../definition/compiled-process';
import { instanceId } from '../model/instance-ids';
import { outputPathOf } from './task-texts';
import type { WorkflowState } from './workflow';

/** A workflow of one task that was expanded into these items. */
function expanded(items: readonly unknown[], path = 'chapters/{{ item }}.md') {
  const process = { tasks: { work: { id: 'work', stage_id: 's', output: { path } } } } as unknown as CompiledProcess;
  const state = {
    inputs: { book: 'b' },
    stages: { s: { groups: { work: items }, tasks: {} } },
  } as unknown as WorkflowState;
  return { process, state, pathOf: (index: number) => outputPathOf(instanceId('work', index), state, process) };
}

describe('the paths of the instances of a task', () => {
  it('are different, whatever the items are', () => {
    const { pathOf } = expanded(['one', 'two', 'one', 'one', 'a/b', 'a b']);
    const paths = [0, 1, 2, 3, 4, 5].map(pathOf);
    expect(paths.slice(0, 4)).toEqual(['chapters/one.md', 'chapters/two.md', 'chapters/one-3.md', 'chapters/one-4.md']);
    expect(new Set(paths).size).toBe(6);
  });

  it('are worked out once for a list, not once for every instance that is asked about', () => {
    let reads = 0;
    const items = new Proxy(
      Array.from({ length: 100 }, (_, index) => `chapter ${index}`),
      { get: (target, name, receiver) => ((reads += 1), Reflect.get(target, name, receiver) as unknown) },
    );
    const { pathOf } = expanded(items);
    const first = Array.from({ length: 100 }, (_, index) => pathOf(index));
    const readsOnce = reads;
    expect(Array.from({ length: 100 }, (_, index) => pathOf(index))).toEqual(first);
    expect(readsOnce).toBeLessThan(1_000);
    expect(reads - readsOnce).toBeLessThan(10);
  });

  it('follow the inputs and the template they are made of', () => {
    const items = ['one'];
    const { state, process, pathOf } = expanded(items, '{{ inputs.book }}/{{ item }}.md');
    expect(pathOf(0)).toBe('b/one.md');
    const forked = { ...state, inputs: { book: 'c' } } as WorkflowState;
    expect(outputPathOf(instanceId('work', 0), forked, process)).toBe('c/one.md');
    expect(expanded(items, 'x/{{ item }}.md').pathOf(0)).toBe('x/one.md');
  });
});
