/**
 * Imports stand in four groups (node: builtins, packages, @botarmy/*, relative), alphabetical by module path, one blank line between
 * groups and none inside. An import without names runs for its side effect, so its place is meant and it is never moved across.
 */
import { builtinModules } from 'node:module';

const builtins = new Set(builtinModules.filter((name) => !name.startsWith('_')));

function groupOf(path) {
  if (path.startsWith('node:')) return 0;
  if (path.startsWith('.')) return 3;
  if (path.startsWith('@botarmy/')) return 2;
  return 1;
}

function compare(left, right) {
  const a = left.source.value;
  const b = right.source.value;
  if (groupOf(a) !== groupOf(b)) return groupOf(a) - groupOf(b);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const isSideEffect = (node) => node.specifiers.length === 0;

/** Runs of import declarations with nothing but comments and blank lines between them. */
function importRuns(program) {
  const runs = [];
  let run = [];
  const close = () => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration' && !isSideEffect(node)) run.push(node);
    else close();
  }
  close();
  return runs;
}

/** Where the text that travels with an import begins: at the comments directly above it, but for the first import of its run. */
function startOf(node, previous, sourceCode) {
  if (previous === undefined) return node.range[0];
  const comments = sourceCode
    .getCommentsBefore(node)
    .filter((comment) => comment.loc.start.line > previous.loc.end.line);
  return comments.length > 0 ? comments[0].range[0] : node.range[0];
}

function endOf(node, next, sourceCode) {
  const trailing = sourceCode.getCommentsAfter(node).filter((comment) => comment.loc.start.line === node.loc.end.line);
  const last = trailing.at(-1);
  return last !== undefined && (next === undefined || last.range[1] <= next.range[0]) ? last.range[1] : node.range[1];
}

function render(run, sourceCode) {
  const pieces = run.map((node, index) => {
    const text = sourceCode.text.slice(
      startOf(node, run[index - 1], sourceCode),
      endOf(node, run[index + 1], sourceCode),
    );
    return { source: node.source, text };
  });
  const sorted = [...pieces].sort(compare);
  return sorted
    .map((piece, index) => {
      const previous = sorted[index - 1];
      if (previous === undefined) return piece.text;
      const isNewGroup = groupOf(previous.source.value) !== groupOf(piece.source.value);
      return `${isNewGroup ? '\n\n' : '\n'}${piece.text}`;
    })
    .join('');
}

/** Whether the rendered block differs from the text in more than what the formatter settles. */
function normalise(text) {
  return text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n');
}

export const sortedImports = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: {
      unsorted: 'Imports: node: builtins, packages, @botarmy/*, relative; alphabetical, a blank line between groups.',
      prefix: "Write 'node:{{name}}'.",
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      ImportDeclaration(node) {
        const name = node.source.value;
        if (!builtins.has(name)) return;
        context.report({
          node,
          messageId: 'prefix',
          data: { name },
          fix: (fixer) => fixer.replaceText(node.source, `'node:${name}'`),
        });
      },
      'Program:exit'(program) {
        for (const run of importRuns(program)) {
          const range = [run[0].range[0], endOf(run.at(-1), undefined, sourceCode)];
          const wanted = render(run, sourceCode);
          if (normalise(sourceCode.text.slice(...range)) === normalise(wanted)) continue;
          context.report({
            node: run[0],
            messageId: 'unsorted',
            fix: (fixer) => fixer.replaceTextRange(range, wanted),
          });
        }
      },
    };
  },
};
