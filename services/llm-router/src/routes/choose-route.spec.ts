import type { ConfigurationInForce } from '@botarmy/messaging';

import type { HealthKey, ModelHealth } from '../health/model-health';
import type { Capability } from '../models/capability';
import type { ModelFacts } from '../models/model';
import { promptWith } from '../prompt/prompt.fixture';
import type { Provider } from '../providers/provider';
import { FIND_TOOL, textTurn } from '../providers/provider-request.fixture';
import { ChooseRoute } from './choose-route';
import type { RouteQuestion } from './choose-route';
import { complexityOf } from './complexity';
import type { Route } from './route';
import { RouteBook } from './route-book';

function model(name: string, details: Partial<ModelFacts> = {}): ModelFacts {
  return {
    model: name,
    price: { input: 1_000_000, output: 2_000_000 },
    maxOutputTokens: 10_000,
    reasoningTokens: 0,
    acceptsTemperature: true,
    options: {},
    capabilities: new Set<Capability>(),
    ...details,
  };
}

const MODELS = [
  model('plain', { contextTokens: 1_000 }),
  model('able', { capabilities: new Set(['tools', 'strict_tools']), regions: ['eu'], clearedFor: ['personal'] }),
  model('cheap', { price: { input: 1, output: 1 }, regions: ['us'] }),
];
const choices = MODELS.map((facts) => ({ provider: 'p', model: facts.model }));

describe('the choice of models', () => {
  const reports = new Map<string, { underWay: number; firstTokenMs: number | undefined }>();
  const health = {
    reportOf: (key: HealthKey) => ({ ...key, underWay: 0, firstTokenMs: undefined, ...reports.get(key.model) }),
  } as unknown as ModelHealth;

  let providers: string[] | undefined;
  const configuration = {
    of: () => (providers === undefined ? {} : { llm_providers: providers }),
  } as unknown as ConfigurationInForce;

  beforeEach(() => {
    reports.clear();
    providers = undefined;
  });

  function choose(route: Partial<Route>, question: Partial<RouteQuestion> = {}) {
    const table = {
      routes: { r: { strategy: 'priority' as const, choices, ...route } },
      assignments: [],
      models: new Map(MODELS.map((facts) => [facts.model, facts])),
    };
    const book = new RouteBook(table, new Map(['p', 'q'].map((id) => [id, { id } as Provider])));
    return new ChooseRoute(book, health, configuration).choose({
      route: 'r',
      prompt: promptWith(),
      tenantId: 'ten_a',
      ...question,
    });
  }
  const names = (...given: Parameters<typeof choose>): string[] =>
    choose(...given).candidates.map(({ facts }) => facts.model);

  it('goes by the order of the route', () => {
    expect(names({})).toEqual(['plain', 'able', 'cheap']);
  });

  it('asks the providers first that the tenant’s configuration names, where the route goes by priority', () => {
    const spread = choices.map((choice, index) => ({ ...choice, provider: ['p', 'q', 'p'][index] ?? 'p' }));
    expect(names({ choices: spread })).toEqual(['plain', 'able', 'cheap']);
    providers = ['q'];
    expect(names({ choices: spread })).toEqual(['able', 'plain', 'cheap']);
    expect(names({ choices: spread, strategy: 'lowest-cost' })[0]).toBe('cheap');
    providers = ['elsewhere', 'p', 'q'];
    expect(names({ choices: spread })).toEqual(['plain', 'cheap', 'able']);
  });

  it('goes by load, speed or cost where the route says so', () => {
    reports.set('plain', { underWay: 3, firstTokenMs: 200 });
    reports.set('able', { underWay: 1, firstTokenMs: 900 });
    expect(names({ strategy: 'least-busy' })).toEqual(['cheap', 'able', 'plain']);
    expect(names({ strategy: 'lowest-latency' })).toEqual(['cheap', 'plain', 'able']);
    expect(names({ strategy: 'lowest-cost' })[0]).toBe('cheap');
  });

  it('spreads calls by weight, and the same call always the same way', () => {
    const weighted = choices.map((choice, index) => ({ ...choice, weight: [8, 2, 0][index] ?? 0 }));
    const firsts = Array.from({ length: 1_000 }, (_, call) => {
      const prompt = promptWith({ idempotencyKey: `call ${call}` });
      return names({ strategy: 'weighted', choices: weighted }, { prompt })[0];
    });
    const plain = firsts.filter((name) => name === 'plain').length;
    expect(plain).toBeGreaterThan(740);
    expect(plain).toBeLessThan(860);
    expect(firsts).not.toContain('cheap');
    expect(names({ strategy: 'weighted' })).toEqual(names({ strategy: 'weighted' }));
  });

  it('gives a canary its share and a shadow a look', () => {
    const shared = { provider: 'p', model: 'cheap' };
    expect(names({ canary: { ...shared, share: 1 } })).toEqual(['cheap', 'plain', 'able']);
    expect(choose({ canary: { ...shared, share: 1 } }).isCanary).toBe(true);
    expect(names({ canary: { ...shared, share: 0 } })).toEqual(['plain', 'able', 'cheap']);
    const canaries = Array.from({ length: 1_000 }, (_, call) =>
      choose({ canary: { ...shared, share: 0.1 } }, { prompt: promptWith({ idempotencyKey: `call ${call}` }) }),
    ).filter(({ isCanary }) => isCanary);
    expect(canaries.length).toBeGreaterThan(60);
    expect(canaries.length).toBeLessThan(140);
    expect(choose({ shadow: { ...shared, share: 1 } }).shadow?.facts.model).toBe('cheap');
  });

  it('leaves out what cannot do what the request needs, with the reason', () => {
    const { candidates, leftOut } = choose({}, { prompt: promptWith({ tools: [FIND_TOOL] }) });
    expect(candidates.map(({ facts }) => facts.model)).toEqual(['able']);
    expect(leftOut).toEqual([
      { provider: 'p', model: 'plain', reasons: ['cannot call tools', expect.stringContaining('strict schema')] },
      { provider: 'p', model: 'cheap', reasons: ['cannot call tools', expect.stringContaining('strict schema')] },
    ]);
  });

  it('keeps to regions, labels of data and the length of the window', () => {
    expect(names({}, { regions: ['eu', 'us'] })).toEqual(['able', 'cheap']);
    expect(names({ regions: ['eu'] }, { regions: ['eu', 'us'] })).toEqual(['able']);
    expect(names({ dataLabels: ['personal'] })).toEqual(['able']);
    const long = promptWith({ messages: [textTurn('user', 'word '.repeat(10_000))] });
    expect(names({}, { prompt: long })).toEqual(['able', 'cheap']);
  });

  it('refuses what no model can be asked, with every reason', () => {
    expect(() => choose({}, { dataLabels: ['secret'] })).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'no-model-fits',
        detail: expect.stringContaining('p/able is not cleared for secret data'),
      }),
    );
  });

  it('refuses what is only too long as such', () => {
    const small = { choices: choices.filter((choice) => choice.model === 'plain') };
    const prompt = promptWith({ messages: [textTurn('user', 'word '.repeat(10_000))] });
    const tooLong = expect.objectContaining({ status: 400, code: 'context-length-exceeded' });
    expect(() => choose(small, { prompt })).toThrow(tooLong);
    const elsewhere = expect.objectContaining({ code: 'no-model-fits' });
    expect(() => choose(small, { prompt, regions: ['eu'] })).toThrow(elsewhere);
  });

  it('goes by how hard the request is', () => {
    const tiers = ['small', 'large', 'medium'] as const;
    const tiered = choices.map((choice, index) => ({ ...choice, tier: tiers[index] ?? 'medium' }));
    const route = { strategy: 'complexity' as const, choices: tiered };
    expect(names(route, { taskKind: 'extract' })).toEqual(['plain', 'cheap', 'able']);
    const hard = choose(route, { taskKind: 'design', earlierFailures: 2 });
    expect(hard.candidates.map(({ facts }) => facts.model)).toEqual(['able', 'cheap', 'plain']);
    expect(hard.complexity).toMatchObject({ tier: 'large' });
  });
});

describe('the score of a request', () => {
  it('is the sum of its parts, each with what it counts', () => {
    const { score, parts, tier } = complexityOf(promptWith(), { taskKind: 'plan', earlierFailures: 1 });
    expect(parts.map(({ name }) => name)).toEqual(['input', 'capabilities', 'output', 'task_kind', 'failures']);
    expect(score).toBeCloseTo(
      parts.reduce((sum, { value, weight }) => sum + value * weight, 0),
      3,
    );
    expect(tier).toBe('medium');
  });

  it('rises with everything that makes a request harder, and goes by the weights of the route', () => {
    const easy = complexityOf(promptWith(), { taskKind: 'classify' }).score;
    const scores = [
      complexityOf(promptWith({ messages: [textTurn('user', 'word '.repeat(20_000))] }), { taskKind: 'classify' })
        .score,
      complexityOf(promptWith({ tools: [FIND_TOOL] }), { taskKind: 'classify' }).score,
      complexityOf(promptWith({ maxOutputTokens: 8_000 }), { taskKind: 'classify' }).score,
      complexityOf(promptWith(), { taskKind: 'unheard-of' }).score,
      complexityOf(promptWith(), { taskKind: 'classify', earlierFailures: 1 }).score,
    ];
    for (const score of scores) expect(score).toBeGreaterThan(easy);
    expect(complexityOf(promptWith(), { taskKind: 'classify' }, { largeFrom: 0, mediumFrom: 0 }).tier).toBe('large');
  });
});
