import type { ModelFacts } from '../models/model';
import type { Provider } from '../providers/provider';
import { RouteBook } from './route-book';
import { modelFactsOf, RoutesFile } from './routes-file';

const PRICED = { model: 'm', price: { input: 1, output: 2 }, max_output_tokens: 100 };

describe('a routes file', () => {
  it('names routes and models; what a model leaves out is as without reasoning', () => {
    const { routes, models } = RoutesFile.parse(
      { routes: { default: [{ provider: 'openai', model: 'm' }] }, models: [PRICED] },
      'routes.json',
    );
    expect(routes).toEqual({ default: [{ provider: 'openai', model: 'm' }] });
    expect(models.map(modelFactsOf)).toEqual([
      {
        model: 'm',
        price: { input: 1, output: 2 },
        maxOutputTokens: 100,
        reasoningTokens: 0,
        acceptsTemperature: true,
        options: {},
      },
    ]);
  });

  it.each([
    [[], 'the content must be an object'],
    [{ routes: [] }, 'routes must be an object of lists'],
    [{ routes: { a: [] } }, 'routes.a must be a list with at least one choice'],
    [{ routes: { a: [{ provider: 'x' }] } }, 'routes.a must be a list of { "provider", "model" }'],
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
  const book = new RouteBook(
    {
      routes: {
        default: [
          { provider: 'a', model: 'm' },
          { provider: 'b', model: 'm' },
        ],
        lonely: [{ provider: 'a', model: 'm' }],
      },
      models: new Map<string, ModelFacts>([['m', facts]]),
    },
    new Map([['b', provider]]),
  );

  it('lead to the configured providers in order', () => {
    expect(book.candidatesOf('default')).toEqual([{ provider, facts }]);
    expect([book.modelOf('default', 'a'), book.modelOf('default', 'c')]).toEqual(['m', undefined]);
    expect(book.unserved()).toEqual(['lonely']);
  });

  it.each([
    ['unheard-of', 'unknown-route'],
    ['constructor', 'unknown-route'],
    ['lonely', 'route-not-served'],
  ])('refuse %s with %s', (route, code) => {
    expect(() => book.candidatesOf(route)).toThrow(expect.objectContaining({ status: 400, code }));
  });
});
