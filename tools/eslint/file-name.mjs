/** Files are named in kebab-case after the thing they hold. */
import { basename } from 'node:path';

const kebabCase = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const bucket = /^(utils?|helpers?|common|misc|types|constants|shared)\.(ts|mjs|cjs)$/;

export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      kebab: 'Name the file in kebab-case: main identifier, then its role ({{name}}).',
      bucket: '{{name}} names no thing. Put each function where what it works on is defined.',
    },
  },
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename);
      const loc = { line: 1, column: 0 };
      if (!kebabCase.test(name)) context.report({ node, loc, messageId: 'kebab', data: { name } });
      if (bucket.test(name)) context.report({ node, loc, messageId: 'bucket', data: { name } });
    },
  }),
};
