import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PROVIDERS } from '../providers/registry';
import { DEFAULT_ROUTE, EMBEDDINGS_ROUTE } from './default-routes';
import { readRoutes } from './read-routes';

describe('the routes of an installation', () => {
  const ids = PROVIDERS.map(({ id }) => id);
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-routes-'));
  const file = join(folder, 'routes.json');
  const read = (content: string) => {
    writeFileSync(file, content);
    return readRoutes(file, ids);
  };

  afterAll(() => rmSync(folder, { recursive: true }));

  it('are the built-in ones without a file, one choice per provider', () => {
    const { routes, models } = readRoutes(undefined, ids);
    expect(routes[DEFAULT_ROUTE]?.choices.map(({ provider }) => provider)).toEqual(ids);
    for (const { model } of routes[DEFAULT_ROUTE]?.choices ?? []) expect(models.has(model)).toBe(true);
  });

  it('are joined and replaced by those of the file', () => {
    const model = { model: 'local', price: { input: 0, output: 0 }, max_output_tokens: 4_096 };
    const { routes, models } = read(
      JSON.stringify({ routes: { cheap: [{ provider: 'openai', model: 'local' }] }, models: [model] }),
    );
    expect(Object.keys(routes)).toEqual([DEFAULT_ROUTE, EMBEDDINGS_ROUTE, 'cheap']);
    expect(models.get('local')).toMatchObject({ maxOutputTokens: 4_096 });
  });

  it.each([
    ['{', 'cannot be read as JSON'],
    ['{"routes":{"a":[{"provider":"nobody","model":"gpt-4o"}]}}', 'names the provider "nobody": use one of openai'],
    ['{"routes":{"a":[{"provider":"openai","model":"new"}]}}', 'names the model "new", which is unknown'],
  ])('are refused as %s', (content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});
