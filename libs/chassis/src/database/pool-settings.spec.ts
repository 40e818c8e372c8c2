import { databaseSchema, poolSettings } from './pool-settings';

const connectionString = 'postgres://botarmy_llm_router:p%40ss@db:5432/botarmy';

describe('pool settings', () => {
  it('takes the schema from the service name, the URL or the caller, in rising order', () => {
    expect(databaseSchema({ connectionString, name: 'llm-router' })).toBe('llm_router');
    expect(databaseSchema({ connectionString: `${connectionString}?schema=other`, name: 'x' })).toBe('other');
    expect(databaseSchema({ connectionString: `${connectionString}?schema=other`, name: 'x', schema: 'mine' })).toBe(
      'mine',
    );
  });

  it('refuses a schema that would need quoting', () => {
    expect(() => databaseSchema({ connectionString, name: 'x', schema: 'a; DROP' })).toThrow('cannot name a schema');
  });

  it('binds connections to the schema and keeps Prisma notation away from the driver', () => {
    const settings = poolSettings({
      connectionString: `${connectionString}?schema=a&sslmode=require`,
      name: 'llm-router',
    });
    expect(settings.options).toBe('-c search_path=a');
    expect(settings.connectionString).toBe(`${connectionString}?sslmode=require`);
    expect(settings.application_name).toBe('botarmy-llm-router');
  });

  it('reads 64-bit integers as numbers, and as text where a number would round', () => {
    const parse = poolSettings({ connectionString, name: 'x' }).types?.getTypeParser(20);
    expect(parse?.('42')).toBe(42);
    expect(parse?.('9007199254740993')).toBe('9007199254740993');
  });
});
