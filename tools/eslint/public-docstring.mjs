/** Every symbol that a library's `index.ts` exports carries a docstring where it is defined. */
import { sep } from 'node:path';

import { publicExports } from './public-exports.mjs';

function indexOf(filename) {
  const parts = filename.split(sep);
  const source = parts.lastIndexOf('src');
  return source === -1 ? undefined : [...parts.slice(0, source + 1), 'index.ts'].join(sep);
}

function declaredNames(declaration) {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  }
  return declaration.id ? [declaration.id.name] : [];
}

function hasDocstring(node, sourceCode) {
  const first = node.declaration?.decorators?.[0];
  const anchors = first === undefined || first.range[0] > node.range[0] ? [node] : [first, node];
  return anchors.some((anchor) => {
    const comment = sourceCode.getCommentsBefore(anchor).at(-1);
    return comment?.type === 'Block' && comment.value.startsWith('*') && /\w{2}/.test(comment.value);
  });
}

export const publicDocstring = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { index: { type: 'string' } }, additionalProperties: false }],
    messages: {
      missing: '{{name}} is public: say above it, in /** … */, what it is for, its units and the errors it raises.',
    },
  },
  create(context) {
    const { sourceCode, filename } = context;
    const index = context.options[0]?.index ?? indexOf(filename);
    const names = index === undefined ? undefined : publicExports(index).get(filename);
    if (names === undefined) return {};
    const documented = new Set();
    const check = (node, declaration, anchor) => {
      for (const name of declaredNames(declaration)) {
        if (!names.has(name) || documented.has(name)) continue;
        // An overloaded function and a constant with a type of the same name are documented once, at the first.
        documented.add(name);
        if (!hasDocstring(anchor, sourceCode))
          context.report({ node: declaration, messageId: 'missing', data: { name } });
      }
    };
    return {
      'ExportNamedDeclaration[declaration]': (node) => check(node, node.declaration, node),
      'Program > :matches(FunctionDeclaration, ClassDeclaration, VariableDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration, TSEnumDeclaration)':
        (node) => check(node, node, node),
    };
  },
};
