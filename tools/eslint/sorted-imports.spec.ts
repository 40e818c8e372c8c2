import { RuleTester } from 'eslint';

const { sortedImports } = require('./sorted-imports.mjs') as { sortedImports: Parameters<RuleTester['run']>[1] };

const sorted = [
  "import { readFileSync } from 'node:fs';",
  "import { join } from 'node:path';",
  '',
  "import { Injectable } from '@nestjs/common';",
  "import { Pool } from 'pg';",
  '',
  "import { createId } from '@botarmy/contracts';",
  '',
  "import { a } from '../a';",
  "import { b } from './b';",
  '',
].join('\n');

new RuleTester().run('sorted-imports', sortedImports, {
  valid: [
    { name: 'four groups in order', code: sorted },
    { name: 'a side-effect import stays where it is', code: "import './first';\nimport { a } from 'node:fs';\n" },
    {
      name: 'one declaration of types and one of values from the same file',
      code: "import { a } from './a';\nimport { b } from './a';\n",
    },
  ],
  invalid: [
    {
      name: 'wrong order of groups',
      code: "import { a } from './a';\nimport { join } from 'node:path';\n",
      output: "import { join } from 'node:path';\n\nimport { a } from './a';\n",
      errors: [{ messageId: 'unsorted' }],
    },
    {
      name: 'wrong order inside a group',
      code: "import { b } from './b';\nimport { a } from './a';\n",
      output: "import { a } from './a';\nimport { b } from './b';\n",
      errors: [{ messageId: 'unsorted' }],
    },
    {
      name: 'no blank line between groups',
      code: "import { join } from 'node:path';\nimport { Pool } from 'pg';\n",
      output: "import { join } from 'node:path';\n\nimport { Pool } from 'pg';\n",
      errors: [{ messageId: 'unsorted' }],
    },
    {
      name: 'a blank line inside a group',
      code: "import { a } from './a';\n\nimport { b } from './b';\n",
      output: "import { a } from './a';\nimport { b } from './b';\n",
      errors: [{ messageId: 'unsorted' }],
    },
    {
      name: 'a comment moves with its import',
      code: "import { b } from './b'; // why b\n// why a\nimport { a } from './a';\n",
      output: "// why a\nimport { a } from './a';\nimport { b } from './b'; // why b\n",
      errors: [{ messageId: 'unsorted' }],
    },
    {
      name: 'a builtin without its prefix',
      code: "import { join } from 'path';\n",
      output: "import { join } from 'node:path';\n",
      errors: [{ messageId: 'prefix' }],
    },
  ],
});
