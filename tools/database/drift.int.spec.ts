import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { runMigrations } from '@botarmy/chassis';
import { createTestDatabase, type TestDatabase } from '@botarmy/testing';

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  primary: boolean;
}
interface Schema {
  service: string;
  schemaFile: string;
}

const { columnsQuery, compareColumns } = require('./compare-columns.mjs') as {
  columnsQuery: string;
  compareColumns(fromSchema: Column[], fromMigrations: Column[]): string[];
};
const { schemaScript } = require('./schema-script.mjs') as { schemaScript(text: string): Promise<string> };
const { listSchemas } = require('../generate/schemas.mjs') as { listSchemas(): Schema[] };

/** Roles belong to the whole server: the services' own keep the passwords that specs beside this one gave them. */
const DRIFT_ROLE = 'botarmy_drift_check';

describe('the Prisma schema of', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function columnsDescribedBy(text: string, name: string): Promise<Column[]> {
    const script = (await schemaScript(text)).replaceAll('"public".', `"${name}".`);
    await database.query(`CREATE SCHEMA "${name}"; SET search_path = "${name}"; ${script}`);
    return database.query<Column>(columnsQuery, [name]);
  }

  for (const { service, schemaFile } of listSchemas()) {
    it(`${service} agrees with its migrations`, async () => {
      const schema = service.replaceAll('-', '_');
      await runMigrations({
        connectionString: database.url,
        schema,
        role: DRIFT_ROLE,
        rolePassword: 'drift-check',
        directory: join(dirname(schemaFile), 'migrations'),
      });
      const made = await database.query<Column>(columnsQuery, [schema]);
      const described = await columnsDescribedBy(readFileSync(schemaFile, 'utf8'), `described_${schema}`);
      expect(described.length).toBeGreaterThan(0);
      expect(compareColumns(described, made)).toEqual([]);
    });
  }

  it('a service differs when a column is renamed, retyped or made optional', async () => {
    const datasource = 'datasource db {\n  provider = "postgresql"\n}';
    const model = (field: string) => `${datasource}\nmodel Thing {\n  id String @id\n  ${field}\n}`;
    const [before, renamed, retyped, optional] = [
      await columnsDescribedBy(model('size Int'), 'drift_before'),
      await columnsDescribedBy(model('length Int'), 'drift_renamed'),
      await columnsDescribedBy(model('size BigInt'), 'drift_retyped'),
      await columnsDescribedBy(model('size Int?'), 'drift_optional'),
    ];
    expect(compareColumns(renamed, before)).toEqual([
      'Thing.length is in schema.prisma but no migration makes it',
      'Thing.size is made by a migration but missing in schema.prisma',
    ]);
    expect(compareColumns(retyped, before)).toEqual([
      'Thing.size is bigint not null in schema.prisma and integer not null in the migrations',
    ]);
    expect(compareColumns(optional, before)).toEqual([
      'Thing.size is integer in schema.prisma and integer not null in the migrations',
    ]);
  });
});
