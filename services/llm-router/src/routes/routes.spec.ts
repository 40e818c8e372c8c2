import type { ModelFacts } from '../models/model';
import type { Provider } from '../providers/provider';
import { modelFactsOf } from './model-entry';
import type { Route } from './route';
import { RouteBook } from './route-book';
import { RoutesFile } from './routes-file';

const PRICED = { model: 'm', price: { input: 1, output: 2 }, max_output_tokens: 100 };

const CHOICE = { provider: 'openai', model: 'm' };

describe('a routes file', () => {
  it('names routes and models; what a model leaves out is as without reasoning', () => {
    const { routes, models } = RoutesFile.parse(
      { routes: { default: [{ provider: 'openai', model: 'm' }] }, models: [PRICED] },
      'routes.json',
    );
    expect(routes).toEqual({ default: { strategy: 'priority', choices: [{ provider: 'openai', model: 'm' }] } });
    expect(models.map(modelFactsOf)).toEqual([
      {
        model: 'm',
        price: { input: 1, output: 2 },
        maxOutputTokens: 100,
        reasoningTokens: 0,
        acceptsTemperature: true,
        options: {},
        capabilities: new Set(),
      },
    ]);
  });

  it.each([
    [[], 'the content must be an object'],
    [{ routes: [] }, 'routes must be an object of lists'],
    [{ routes: { a: [] } }, 'routes.a must be a list with at least one choice'],
    [{ routes: { a: [{ provider: 'x' }] } }, 'routes.a must be a list of { "provider", "model" }'],
    [{ routes: { a: 7 } }, 'routes.a must be a list of choices'],
    [{ routes: { a: { strategy: 'best', choices: [CHOICE] } } }, 'routes.a.strategy must be one of priority, weighted'],
    [{ routes: { a: { choices: [{ ...CHOICE, tier: 'huge' }] } } }, 'routes.a.choices must be a list of'],
    [{ routes: { a: { choices: [CHOICE], canary: { ...CHOICE, share: 2 } } } }, 'routes.a.canary must be'],
    [{ routes: { a: { choices: [CHOICE], shadow: CHOICE } } }, 'routes.a.shadow must be'],
    [{ routes: { a: { choices: [CHOICE], timeouts: { total_ms: 5 } } } }, 'routes.a.timeouts must be'],
    [{ routes: { a: { choices: [CHOICE], weights: { luck: 1 } } } }, 'routes.a.weights must be numbers'],
    [
      { routes: { a: { choices: [CHOICE], weights: { medium_from: 1 } } } },
      'routes.a.weights must be such that medium_from',
    ],
    [{ routes: { a: { choices: [CHOICE], regions: 'eu' } } }, 'routes.a.regions must be a list of names'],
    [{ assignments: [{ agent: 'analyst' }] }, 'assignments[0] must be { "use" }'],
    [{ models: {} }, 'models must be a list'],
    [{ models: [{ ...PRICED, price: { input: 1.5, output: 2 } }] }, 'models[0] must be'],
    [{ models: [{ ...PRICED, price: null }] }, 'models[0] must be'],
    [{ models: [{ ...PRICED, options: [] }] }, 'models[0] must be'],
  ])('%j is refused with its place', (content, message) => {
    expect(() => RoutesFile.parse(content, 'routes.json')).toThrow(`MODEL_ROUTES_FILE routes.json: ${message}`);
  });
});

describe('the routes', () => {
  const facts = modelFactsOf(PRICED);
  const provider = { id: 'b' } as Provider;
  const priority = (...providers: string[]): Route => ({
    strategy: 'priority',
    choices: providers.map((id) => ({ provider: id, model: 'm' })),
  });
  const book = new RouteBook(
    {
      routes: { default: priority('a', 'b'), lonely: priority('a'), own: priority('b') },
      assignments: [
        { tenant: 'ten_x', use: 'own' },
        { asked: 'default', agent: 'analyst', use: 'lonely' },
      ],
      models: new Map<string, ModelFacts>([['m', facts]]),
    },
    new Map([['b', provider]]),
  );
  const anybody = { tenant: 'ten_a' };

  it('lead to the configured providers in order', () => {
    expect(book.find('default', anybody).served.map(({ candidate }) => candidate)).toEqual([{ provider, facts }]);
    expect([book.modelOf('default', 'a'), book.modelOf('default', 'c')]).toEqual(['m', undefined]);
    expect(book.unserved()).toEqual(['lonely']);
    expect([book.names(), book.models()]).toEqual([['default', 'lonely', 'own'], [{ provider, facts }]]);
  });

  it('may be one exact model', () => {
    expect(book.find('b/m', { tenant: 'ten_x' }).served.map(({ candidate }) => candidate)).toEqual([
      { provider, facts },
    ]);
  });

  it('may be assigned by who asks, the narrowest first', () => {
    expect(book.find('default', { tenant: 'ten_x' })).toMatchObject({ name: 'own', assignment: { tenant: 'ten_x' } });
    expect(() => book.find('default', { tenant: 'ten_x', agent: 'analyst' })).toThrow(
      expect.objectContaining({ code: 'route-not-served' }),
    );
    expect(book.find('own', { tenant: 'ten_a', agent: 'analyst' })).not.toHaveProperty('assignment');
  });

  it.each([
    ['unheard-of', 'unknown-route'],
    ['constructor', 'unknown-route'],
    ['a/m', 'unknown-route'],
    ['b/other', 'unknown-route'],
    ['lonely', 'route-not-served'],
  ])('refuse %s with %s', (route, code) => {
    expect(() => book.find(route, anybody)).toThrow(expect.objectContaining({ status: 400, code }));
  });
});
