import type { Fields } from './fields';

const EFFORTS = { none: 'none', minimal: 'low', low: 'low', medium: 'medium', high: 'high', xhigh: 'high' } as const;

/** How much a model thinks; the two outer steps of OpenAI's scale are taken for their neighbours. */
export function readEffort(fields: Fields, name: string): 'none' | 'low' | 'medium' | 'high' | undefined {
  const effort = fields.oneOf(name, Object.keys(EFFORTS) as (keyof typeof EFFORTS)[]);
  return effort === undefined ? undefined : EFFORTS[effort];
}
