import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { definitionSchemas } from './json-schemas';

// Run after a change of a declaration: node libs/process-engine/dist/definition/write-schemas.js processes/schema
const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder to write the schemas to, e.g. processes/schema.');
for (const [file, text] of definitionSchemas()) writeFileSync(join(folder, file), text);
