import { GUARDRAIL_KINDS } from '@botarmy/contracts';

import { cardDetector } from './detectors/card';
import { emailDetector } from './detectors/email';
import { ibanDetector } from './detectors/iban';
import { injectionDetector } from './detectors/injection';
import { nameDetector } from './detectors/name';
import { nationalIdDetector } from './detectors/national-id';
import { phoneDetector } from './detectors/phone';
import {
  assignedSecretDetector,
  connectionStringDetector,
  jwtDetector,
  privateKeyDetector,
  providerKeyDetector,
} from './detectors/secrets';
import type { Detector, Finding, FindingKind } from './finding';

const DETECTORS: readonly Detector[] = [
  privateKeyDetector,
  connectionStringDetector,
  jwtDetector,
  providerKeyDetector,
  assignedSecretDetector,
  emailDetector,
  ibanDetector,
  cardDetector,
  nationalIdDetector,
  phoneDetector,
  injectionDetector,
];

/** Looks for the kinds somebody cares about, names by the given dictionary. */
export class Detection {
  private readonly detectors: readonly Detector[];

  constructor(kinds: ReadonlySet<FindingKind>, names: readonly string[] = []) {
    const all = [...DETECTORS, nameDetector(names)].filter(({ kind }) => kinds.has(kind));
    this.detectors = all.sort((one, other) => GUARDRAIL_KINDS.indexOf(one.kind) - GUARDRAIL_KINDS.indexOf(other.kind));
  }

  /** True when it looks for nothing. */
  get isIdle(): boolean {
    return this.detectors.length === 0;
  }

  /** What a text holds, in its order; nothing overlaps. */
  find(text: string): Finding[] {
    const found: Finding[] = [];
    let taken: Uint8Array | undefined;
    for (const { kind, find } of this.detectors) {
      for (const span of find(text)) {
        const { start, end } = span;
        taken ??= new Uint8Array(text.length);
        if (taken.subarray(start, end).includes(1)) continue;
        taken.fill(1, start, end);
        found.push({ kind, ...span });
      }
    }
    return found.sort((one, other) => one.start - other.start);
  }
}
