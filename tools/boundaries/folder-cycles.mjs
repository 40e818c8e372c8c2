/**
 * Finds cycles between folders. Every import is lifted to the two siblings below the deepest folder that holds both files; siblings
 * (folders and single files alike) must not depend on each other in a circle. So a registry may import its parts and the parts an
 * interface beside the registry, while two feature folders that import each other are reported.
 */

function siblingEdge(from, to) {
  const a = from.split('/');
  const b = to.split('/');
  let depth = 0;
  while (depth < a.length - 1 && depth < b.length - 1 && a[depth] === b[depth]) depth += 1;
  return [a.slice(0, depth + 1).join('/'), b.slice(0, depth + 1).join('/')];
}

/** Strongly connected components by Tarjan's algorithm, only those with more than one member. */
function components(graph) {
  const state = new Map();
  const stack = [];
  const found = [];
  let counter = 0;
  const visit = (node) => {
    const own = { index: counter, low: counter, onStack: true };
    counter += 1;
    state.set(node, own);
    stack.push(node);
    for (const next of graph.get(node)?.keys() ?? []) {
      const other = state.get(next);
      if (other === undefined) own.low = Math.min(own.low, visit(next).low);
      else if (other.onStack) own.low = Math.min(own.low, other.index);
    }
    if (own.low === own.index) {
      const members = stack.splice(stack.indexOf(node));
      for (const member of members) state.get(member).onStack = false;
      if (members.length > 1) found.push(new Set(members));
    }
    return own;
  };
  for (const node of graph.keys()) if (!state.has(node)) visit(node);
  return found;
}

/** A shortest circle inside one component, starting at its alphabetically first folder. */
function circle(graph, members) {
  const start = [...members].sort()[0];
  const queue = [[start]];
  const seen = new Set();
  for (const path of queue) {
    for (const next of graph.get(path.at(-1))?.keys() ?? []) {
      if (next === start) return path;
      if (!members.has(next) || seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return [...members].sort();
}

/**
 * `imports` are pairs `[from, to]` of file paths with forward slashes. Returns one entry per cycle that involves a folder: the
 * imports that close it, as `{ folders, imports }`. Cycles of files alone are left to the file-cycle rule.
 */
export function folderCycles(imports) {
  const graph = new Map();
  const files = new Set(imports.flat());
  for (const [from, to] of imports) {
    if (from === to) continue;
    const [a, b] = siblingEdge(from, to);
    if (!graph.has(a)) graph.set(a, new Map());
    if (!graph.get(a).has(b)) graph.get(a).set(b, `${from} -> ${to}`);
  }
  return components(graph)
    .filter((members) => [...members].some((member) => !files.has(member)))
    .map((members) => {
      const folders = circle(graph, members);
      const edges = folders.map((folder, index) => graph.get(folder)?.get(folders[(index + 1) % folders.length]));
      return { folders, imports: edges.filter((edge) => edge !== undefined) };
    });
}
