import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findCheckout } from '../checkout';
import { BESIDE_WORKFLOWS, CRASH_POINTS, REPRESENTATIVE_POINTS } from './crash-points';

function namedIn(folder: string): string[] {
  const files = readdirSync(join(findCheckout(), folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(file) && !file.includes('generated'))
    .flatMap((file) => {
      const text = readFileSync(join(findCheckout(), folder, file), 'utf8');
      return [...text.matchAll(/crashPoint\(\s*'([^']+)'/g)].map((match) => match[1] as string);
    });
}

const ofService = (service: string): string[] =>
  [...CRASH_POINTS, ...BESIDE_WORKFLOWS].filter((point) => point.service === service).map(({ name }) => name);

describe('the table of crash points', () => {
  const services = readdirSync(join(findCheckout(), 'services'));

  it.each(services)('names every point of %s', (service) => {
    const own = ofService(service).filter((name) => !name.startsWith('relay.'));
    expect(own.toSorted()).toEqual([...new Set(namedIn(`services/${service}/src`))].toSorted());
  });

  it('names both points of the outbox relay for every service whose news a run waits for', () => {
    const relay = [...new Set(namedIn('libs/messaging/src'))].toSorted();
    for (const service of ['orchestrator', 'llm-router', 'hitl', 'artifacts']) {
      expect(
        ofService(service)
          .filter((name) => name.startsWith('relay.'))
          .toSorted(),
      ).toEqual(relay);
    }
  });

  it('has a short form with a point of each service', () => {
    expect(new Set(REPRESENTATIVE_POINTS.map(({ service }) => service))).toEqual(
      new Set(CRASH_POINTS.map(({ service }) => service)),
    );
  });
});
