import { GUARDRAIL_KINDS } from '@botarmy/contracts';

import { Detection } from './detect';
import type { FindingKind } from './finding';
import { readSample, SAMPLE_NAMES } from './sample.fixture';

const ALL = new Detection(new Set(GUARDRAIL_KINDS), SAMPLE_NAMES);

/** Least precision and recall by kind on the sample; below one where the sample holds what no rule gets right. */
const FLOORS: Readonly<Record<FindingKind, readonly [precision: number, recall: number]>> = {
  private_key: [1, 1],
  connection_string: [1, 1],
  jwt: [1, 1],
  provider_key: [1, 1],
  assigned_secret: [1, 0.8],
  email: [1, 0.85],
  iban: [1, 1],
  card: [1, 1],
  national_id: [1, 1],
  phone: [1, 0.9],
  name: [1, 0.85],
  injection: [1, 1],
};

interface Tally {
  hits: number;
  wrong: number;
  missed: number;
}

function tallies(): Map<FindingKind, Tally> {
  const counts = new Map(GUARDRAIL_KINDS.map((kind) => [kind, { hits: 0, wrong: 0, missed: 0 }]));
  for (const { text, expected } of readSample()) {
    const found = ALL.find(text);
    const isSame = (kind: FindingKind, value: string, start: number) =>
      found.some((one) => one.kind === kind && one.start === start && text.slice(one.start, one.end) === value);
    for (const { kind, value, start } of expected) {
      const tally = counts.get(kind) as Tally;
      if (isSame(kind, value, start)) tally.hits += 1;
      else tally.missed += 1;
    }
    for (const { kind, start, end } of found) {
      const isExpected = expected.some(
        (one) => one.kind === kind && one.start === start && one.value === text.slice(start, end),
      );
      if (!isExpected) (counts.get(kind) as Tally).wrong += 1;
    }
  }
  return counts;
}

describe('what is found in the sample', () => {
  const counts = tallies();

  it('is printed by kind', () => {
    const lines = [...counts].map(([kind, { hits, wrong, missed }]) => {
      const [precision, recall] = [hits / (hits + wrong), hits / (hits + missed)].map((share) => share.toFixed(3));
      return `${kind.padEnd(18)} ${String(hits + missed).padStart(3)} in the sample  precision ${precision}  recall ${recall}`;
    });
    process.stdout.write(`${lines.join('\n')}\n`);
    expect(lines).toHaveLength(GUARDRAIL_KINDS.length);
  });

  it.each(GUARDRAIL_KINDS)('keeps to the floors of %s', (kind) => {
    const { hits, wrong, missed } = counts.get(kind) as Tally;
    const [precision, recall] = FLOORS[kind];
    expect(hits).toBeGreaterThan(1);
    expect(hits / (hits + wrong)).toBeGreaterThanOrEqual(precision);
    expect(hits / (hits + missed)).toBeGreaterThanOrEqual(recall);
  });
});

describe('a search', () => {
  it('looks for the kinds that are asked for alone', () => {
    const some = new Detection(new Set<FindingKind>(['iban']));
    expect(some.find('a@example.org, DE89 3704 0044 0532 0130 00')).toEqual([{ kind: 'iban', start: 15, end: 42 }]);
    expect(new Detection(new Set()).isIdle).toBe(true);
  });

  it('reports every place once, under the more serious kind', () => {
    const text = 'password = postgres://app:s3cr3tPass@db.example.org/shop';
    expect(ALL.find(text).map(({ kind }) => kind)).toEqual(['connection_string']);
  });

  const MEGABYTE = 1_000_000;
  const AWKWARD = [
    'a',
    '1',
    '@',
    'a@',
    'a.',
    '-',
    '+4',
    '0 ',
    '4-',
    'DE89 ',
    'eyJaaaaaaaaaa.',
    'eyJ',
    'sk-',
    'a://b:',
    '-----BEGIN PRIVATE KEY-----',
    'password=',
    'password ',
    'secret_token_',
    'a@b.cc ',
    'Anna ',
    'ignore all previous ',
    'ignore \t',
    ' ',
    '1 84 12 ',
    '4111 1111 1111 1111 ',
  ];

  it.each(AWKWARD)('takes time that grows with the text alone: a megabyte of %j', (piece) => {
    const text = piece.repeat(Math.ceil(MEGABYTE / piece.length)).slice(0, MEGABYTE);
    const timeOf = (part: string): number => {
      const startMs = performance.now();
      ALL.find(part);
      return performance.now() - startMs;
    };
    timeOf(text.slice(0, 50_000));
    // Something quadratic would take hours.
    expect(timeOf(text)).toBeLessThan(3_000);
  });
});
