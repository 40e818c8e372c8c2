/** What ordering needs to know of a task. */
export interface OrderedTask {
  readonly id: string;
  readonly needs?: readonly string[] | undefined;
}

/** Tasks in an order in which each follows what it needs, or the tasks of one cycle. */
export type TaskOrder =
  { readonly ok: true; readonly ids: readonly string[] } | { readonly ok: false; readonly cycle: readonly string[] };

/** Orders tasks by their needs, keeping the given order where needs leave it open. Needs outside the list are ignored. */
export function orderTasks(tasks: readonly OrderedTask[]): TaskOrder {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const ids: string[] = [];
  const states = new Map<string, 'open' | 'done'>();
  for (const task of tasks) {
    const cycle = visit(task.id, []);
    if (cycle !== undefined) return { ok: false, cycle };
  }
  return { ok: true, ids };

  function visit(id: string, trail: readonly string[]): readonly string[] | undefined {
    const task = byId.get(id);
    if (task === undefined || states.get(id) === 'done') return undefined;
    if (states.get(id) === 'open') return [...trail.slice(trail.indexOf(id)), id];
    states.set(id, 'open');
    for (const need of task.needs ?? []) {
      const cycle = visit(need, [...trail, id]);
      if (cycle !== undefined) return cycle;
    }
    states.set(id, 'done');
    ids.push(id);
    return undefined;
  }
}

/** Everything a task needs, directly or through others; cycles end the search. */
export function allNeeds(taskId: string, tasks: readonly OrderedTask[]): ReadonlySet<string> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const found = new Set<string>();
  const open = [taskId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const need of byId.get(id)?.needs ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      open.push(need);
    }
  }
  return found;
}
