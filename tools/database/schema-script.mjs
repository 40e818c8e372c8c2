/** Turns a Prisma schema into the SQL that would create its tables, without a database. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const columnTypes = { boolean: 5, integer: 0, text: 7 };

/** What the engine asks of the server before it computes anything: whether the schema exists, and the version. */
const serverIdentity = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [columnTypes.boolean, columnTypes.text, columnTypes.integer],
  rows: [[true, 'PostgreSQL 18.4', 180004]],
};

const ok = (value) => ({ ok: true, value });
const refused = async ({ sql }) => {
  throw new Error(`Computing a script needs no database, but the engine asked: ${sql}`);
};

const connection = {
  provider: 'postgres',
  adapterName: 'none',
  getConnectionInfo: () => ok({ schemaName: 'public', supportsRelationJoins: true }),
  queryRaw: async (query) => (query.sql.includes('server_version_num') ? ok(serverIdentity) : refused(query)),
  executeRaw: refused,
  executeScript: (sql) => refused({ sql }),
  dispose: async () => ok(undefined),
};

const adapterFactory = {
  provider: 'postgres',
  adapterName: 'none',
  connect: async () => ok(connection),
  connectToShadowDb: async () => ok(connection),
};

/** The SQL for `schemaText`; throws with Prisma's message when the schema is not valid. */
export async function schemaScript(schemaText) {
  const { SchemaEngine } = require('@prisma/schema-engine-wasm');
  const file = { path: 'schema.prisma', content: schemaText };
  const engine = await SchemaEngine.new({ datamodels: [[file.path, file.content]] }, () => undefined, adapterFactory);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [file] },
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout;
  } finally {
    engine.free();
  }
}
