import { Client } from 'pg';

import { createTestDatabase, type TestDatabase } from './create-test-database';

describe('a test database', () => {
  const databases: TestDatabase[] = [];

  async function create(...options: Parameters<typeof createTestDatabase>): Promise<TestDatabase> {
    const database = await createTestDatabase(...options);
    databases.push(database);
    return database;
  }

  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it('is empty and apart from others', async () => {
    const [one, two] = [await create(), await create()];
    await one.query('CREATE TABLE note (text text)');
    await expect(two.query('SELECT * FROM note')).rejects.toThrow(/does not exist/);
  });

  it('is copied from a template that is prepared once', async () => {
    let preparations = 0;
    const template = {
      name: `spec-${process.pid}-${Date.now()}`,
      prepare: async (url: string) => {
        preparations += 1;
        const client = new Client({ connectionString: url });
        await client.connect();
        await client.query(`CREATE TABLE note AS SELECT 'prepared' AS text`);
        await client.end();
      },
    };
    const [one, two] = await Promise.all([create({ template }), create({ template })]);
    expect(await one.query('SELECT text FROM note')).toEqual([{ text: 'prepared' }]);
    await one.query('DELETE FROM note');
    expect(await two.query('SELECT text FROM note')).toEqual([{ text: 'prepared' }]);
    expect(preparations).toBe(1);
  });

  it('lets another role log in', async () => {
    const database = await create();
    const role = `spec_${database.name}`;
    await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'a/b c'`);
    const client = new Client({ connectionString: database.urlFor(role, 'a/b c') });
    await client.connect();
    expect((await client.query<{ name: string }>('SELECT current_user AS name')).rows).toEqual([{ name: role }]);
    await client.end();
    await database.query(`DROP ROLE ${role}`);
  });

  it('is dropped although somebody is still connected', async () => {
    const database = await create();
    const client = new Client({ connectionString: database.url });
    const cut = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await database.drop();
    expect(await cut).toMatchObject({ code: '57P01' });
  });
});
