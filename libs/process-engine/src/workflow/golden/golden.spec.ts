import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { GOLDEN_LANGUAGE_STORIES, GOLDEN_STORIES } from '../../scenarios/golden-stories';
import { deepFreeze } from '../deep-freeze.fixture';
import type { WorkflowEvent } from '../events';
import { foldWorkflow } from '../evolve';
import { readEventShapes } from './event-shapes.fixture';

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
const written = readdirSync(__dirname)
  .filter((file) => file.endsWith('.events.json'))
  .map((file) => file.replace('.events.json', ''));

describe('released histories', () => {
  it.each(written)('%s still folds to the state it had', (name) => {
    const events = deepFreeze(read(`${name}.events.json`)) as readonly WorkflowEvent[];
    expect(foldWorkflow(events)).toEqual(read(`${name}.state.json`));
  });

  it('exist for every story', () => {
    const stories = { ...GOLDEN_STORIES, ...GOLDEN_LANGUAGE_STORIES };
    expect(written).toEqual(expect.arrayContaining(Object.keys(stories)));
  });

  it('contain every version of every event', () => {
    const used = new Set(
      written.flatMap((name) =>
        (read(`${name}.events.json`) as WorkflowEvent[]).map(({ type, version }) => `${type}.v${version}`),
      ),
    );
    const released = Object.keys(read('released-shapes.json') as object).filter((name) => name.includes('.v'));
    expect([...used].sort()).toEqual(released.sort());
    // A file of events that nobody looks at would hide what it adds.
    const types = readFileSync(join(__dirname, '../evolve.ts'), 'utf8').matchAll(/case '([a-z-]+)':/g);
    expect([...new Set(released.map((name) => name.slice(0, name.indexOf('.'))))].sort()).toEqual(
      [...new Set([...types].map(([, type]) => type))].sort(),
    );
  });
});

describe('released event shapes', () => {
  it('are frozen: a changed meaning is a new version beside the old one', () => {
    expect(readEventShapes()).toEqual(read('released-shapes.json'));
  });
});
