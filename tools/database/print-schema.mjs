/** `npm run db:diff -- <service>`: prints the SQL of a service's Prisma schema, to write the next migration from. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

import { listSchemas } from '../generate/schemas.mjs';
import { workspaceRoot } from '../workspace/files.mjs';
import { schemaScript } from './schema-script.mjs';

const wanted = process.argv[2];
const schemas = listSchemas().filter(({ service }) => wanted === undefined || service === wanted);
if (schemas.length === 0) {
  console.error(`There is no services/${wanted ?? '*'}/prisma/schema.prisma.`);
  process.exit(1);
}
for (const { schemaFile } of schemas) {
  console.log(`-- ${relative(workspaceRoot, schemaFile)}`);
  console.log(await schemaScript(readFileSync(schemaFile, 'utf8')));
}
