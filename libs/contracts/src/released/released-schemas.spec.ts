import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ClassConstructor } from 'class-transformer';

import { Count, ListOf, Text } from '../fields';
import { currentFingerprints, differencesFrom } from './released-schemas';
import { schemaFingerprint } from './schema-fingerprint';
import { readReleasedSchemas, RELEASED_SCHEMAS_FILE, writeReleasedSchemas } from './write-released-schemas';

/** A class with a list of another one, which has the given field; like two versions of one source file. */
function declared(field: PropertyDecorator): ClassConstructor<object> {
  class Part {
    @field description!: string;
  }
  class Whole {
    @ListOf(() => Part) parts!: Part[];
    @Text() title!: string;
  }
  return Whole;
}

describe('released schemas', () => {
  it('have not changed', () => {
    expect(differencesFrom(readReleasedSchemas(RELEASED_SCHEMAS_FILE), currentFingerprints())).toEqual([]);
  });

  it('are told from what is new, changed and gone, each with what to do', () => {
    const [changed, gone, fresh] = differencesFrom(
      { 'a.b.v1': 'old', 'c.d.v1': 'x', 'e.f.v1': 'same' },
      { 'a.b.v1': 'new', 'e.f.v1': 'same', 'g.h.v1': 'y' },
    );
    expect(changed).toMatch(/^a\.b\.v1 is frozen.*declare the new shape as v\(N\+1\) beside it/);
    expect(gone).toMatch(/^c\.d\.v1 was removed.*keep it/);
    expect(fresh).toMatch(/^g\.h\.v1 is new: add it with .*write-released-schemas/);
  });

  it('are only ever added to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'botarmy-released-'));
    try {
      const file = join(folder, 'released.json');
      writeReleasedSchemas(file);
      const current = currentFingerprints();
      expect(readReleasedSchemas(file)).toEqual(current);
      const released = { ...current, 'session.ended.v1': 'another', 'gone.away.v1': 'x' };
      writeFileSync(file, JSON.stringify(released));
      writeReleasedSchemas(file);
      expect(readReleasedSchemas(file)).toEqual(released);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a fingerprint', () => {
  const first = schemaFingerprint(declared(Text({ max: 10 })));

  it('is the same for the same demands in other words', () => {
    expect(schemaFingerprint(declared(Text({ max: 10, description: 'In other words.' })))).toBe(first);
  });

  it('differs when a field of a nested class changes', () => {
    expect(schemaFingerprint(declared(Text({ max: 11 })))).not.toBe(first);
    expect(schemaFingerprint(declared(Text({ max: 10, optional: true })))).not.toBe(first);
    expect(schemaFingerprint(declared(Count()))).not.toBe(first);
  });
});
