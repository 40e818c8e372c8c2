/**
 * One violation of each kind. `file` is where it is planted (in the scratch copy), `by` who must report it and `rule` under which name.
 * A plant without `rule` must be reported by nobody: it shows that a report is about the violation and not about planting.
 */
const eslint = (rule, file, text) => ({ by: 'eslint', rule, file, text });
const cruiser = (rule, file, text) => ({ by: 'boundaries', rule, file, text });

const contracts = 'libs/contracts/src/planted';
const engine = 'libs/process-engine/src/planted';
const hitl = 'services/hitl/src/planted';

const asyncFunction = 'const work = async (): Promise<void> => {};\n';

export const plants = [
  { by: 'eslint', file: `${contracts}/clean.ts`, text: "/** Clean. */\nexport const clean = 'clean';\n" },
  { by: 'boundaries', file: `${hitl}/clean.spec.ts`, text: "import '@botarmy/testing';\n" },
  eslint('@nx/enforce-module-boundaries', `${contracts}/library-edge.ts`, "import '@botarmy/chassis';\n"),
  eslint('@nx/enforce-module-boundaries', `${hitl}/service-edge.ts`, "import '@botarmy/model-simulator';\n"),
  eslint('@nx/enforce-module-boundaries', `${hitl}/testing-edge.ts`, "import '@botarmy/testing';\n"),
  eslint(
    'botarmy/sorted-imports',
    `${hitl}/order.ts`,
    "import { b } from 'pg';\nimport { a } from 'node:fs';\nb(a);\n",
  ),
  eslint('botarmy/public-docstring', `${contracts}/undocumented.ts`, 'export const plantedSymbol = 1;\n'),
  eslint('botarmy/no-default-export', `${contracts}/default-export.ts`, 'export default 1;\n'),
  eslint('botarmy/no-export-all', `${contracts}/export-all.ts`, "export * from './clean';\n"),
  eslint('botarmy/no-process-env', `${hitl}/environment.ts`, 'export const home = process.env.HOME;\n'),
  eslint('botarmy/no-console', `${hitl}/print.ts`, "console.log('text');\n"),
  eslint('botarmy/no-unsafe-sql', `${hitl}/sql.ts`, "export const rows = client.$queryRawUnsafe('select 1');\n"),
  eslint('botarmy/no-forward-ref', `${hitl}/forward.ts`, 'export const later = forwardRef(() => String);\n'),
  eslint(
    'botarmy/no-http-exception',
    `${hitl}/http.ts`,
    "import { GoneException } from '@nestjs/common';\nthrow new GoneException();\n",
  ),
  eslint(
    'botarmy/one-database-door',
    `${hitl}/doors.ts`,
    "import { Database } from '@botarmy/chassis';\n\nimport { PrismaClient } from '../generated/prisma/client';\n\nexport const both = [Database, PrismaClient];\n",
  ),
  eslint('botarmy/no-clock', `${engine}/clock.ts`, 'export const now = Date.now();\n'),
  eslint('botarmy/no-clock', `${engine}/new-date.ts`, 'export const today = new Date();\n'),
  eslint('botarmy/no-randomness', `${engine}/random.ts`, 'export const dice = Math.random();\n'),
  eslint(
    'botarmy/no-input-output',
    `${engine}/disk.ts`,
    "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
  ),
  eslint(
    'botarmy/no-sleep',
    `${contracts}/sleep.spec.ts`,
    "it('waits', async () => {\n  await new Promise((resolve) => setTimeout(resolve, 100));\n});\n",
  ),
  eslint('botarmy/test-name', `${contracts}/name.spec.ts`, "it('should work', () => {});\n"),
  eslint('botarmy/no-focused-test', `${contracts}/focus.spec.ts`, "it.only('works', () => {});\n"),
  eslint('botarmy/file-name', `${contracts}/utils.ts`, 'export const one = 1;\n'),
  eslint(
    'botarmy/disable-needs-reason',
    `${contracts}/silenced.ts`,
    '// eslint-disable-next-line no-var\nexport var one = 1;\n',
  ),
  eslint('botarmy/disable-needs-reason', `${contracts}/blanket.ts`, '/* eslint-disable */\nexport var one = 1;\n'),
  eslint('max-lines', `${contracts}/long.ts`, 'export {};\n'.repeat(401)),
  eslint(
    '@typescript-eslint/no-explicit-any',
    `${contracts}/loose.ts`,
    'export const loose = (value: any) => value;\n',
  ),
  eslint('@typescript-eslint/no-floating-promises', `${contracts}/floating.ts`, `${asyncFunction}work();\n`),
  cruiser('boundary-contracts', `${contracts}/library-edge.ts`),
  cruiser('boundary-services', `${hitl}/service-edge.ts`),
  cruiser('boundary-services', `${hitl}/testing-edge.ts`),
  cruiser('library-through-its-index', `${hitl}/deep.ts`, "import '../../../../libs/contracts/src/planted/clean';\n"),
  cruiser(
    'file-cycle',
    `${contracts}/first.ts`,
    "import { second } from './second';\n\nexport const first = () => second;\n",
  ),
  cruiser(
    'file-cycle',
    `${contracts}/second.ts`,
    "import { first } from './first';\n\nexport const second = () => first;\n",
  ),
  cruiser('folder-cycle', `${contracts}/a/one.ts`, "import { two } from '../b/two';\n\nexport const one = two;\n"),
  cruiser('folder-cycle', `${contracts}/b/two.ts`, 'export const two = 2;\n'),
  cruiser(
    'folder-cycle',
    `${contracts}/b/three.ts`,
    "import { four } from '../a/four';\n\nexport const three = four;\n",
  ),
  cruiser('folder-cycle', `${contracts}/a/four.ts`, 'export const four = 4;\n'),
  { by: 'tsc -b', rule: 'TS2322', file: `${contracts}/wrong-type.ts`, text: "export const wrong: number = 'text';\n" },
  {
    by: 'tsc of specs',
    rule: 'TS2322',
    file: `${contracts}/wrong-type.spec.ts`,
    text: "export const bad: number = 'text';\n",
  },
  { by: 'prettier', rule: 'format', file: `${contracts}/crooked.ts`, text: 'export const crooked   =  "text"\n' },
];

/** Appended to the library's `index.ts`: only what it exports needs a docstring. */
export const indexAddition = "export { plantedSymbol } from './planted/undocumented';\n";
