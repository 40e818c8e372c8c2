import { ConversationDelta } from '../live/conversation-delta.v1';
import { LiveDelta } from '../live/live-delta.v1';
import { MESSAGES } from '../messages';
import { QUESTIONS } from '../questions';
import { schemaFingerprint } from './schema-fingerprint';

const WRITE = '`npm run build`, then `node libs/contracts/dist/released/write-released-schemas.js`.';
const UNRELEASED = `Only if no release has it: delete its line in libs/contracts/src/released-schemas.json, then ${WRITE}`;

/** Fingerprints by message, question and side. */
export type Fingerprints = Readonly<Record<string, string>>;

/** The fingerprint of everything services say to each other, sorted by name. */
export function currentFingerprints(): Fingerprints {
  const entries = [
    ...MESSAGES.map(({ name, payload }) => [name, schemaFingerprint(payload)] as const),
    ...QUESTIONS.flatMap(({ subject, request, reply }) => [
      [`${subject} request`, schemaFingerprint(request)] as const,
      [`${subject} reply`, schemaFingerprint(reply)] as const,
    ]),
    ['live.delta.v1', schemaFingerprint(LiveDelta)] as const,
    ['talk.delta.v1', schemaFingerprint(ConversationDelta)] as const,
  ];
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One sentence per difference between what was released and what the code says now; each says what to do. */
export function differencesFrom(released: Fingerprints, current: Fingerprints): string[] {
  const names = [...new Set([...Object.keys(released), ...Object.keys(current)])].sort();
  return names.flatMap((name) => {
    if (released[name] === current[name]) return [];
    if (released[name] === undefined) return `${name} is new: add it with ${WRITE}`;
    if (current[name] === undefined) return `${name} was removed: old replicas still say it, so keep it. ${UNRELEASED}`;
    return `${name} is frozen, and its schema changed: restore it and declare the new shape as v(N+1) beside it. ${UNRELEASED}`;
  });
}

/** What was released plus what is new; nothing that was released changes. */
export function extended(released: Fingerprints, current: Fingerprints): Fingerprints {
  const all = { ...current, ...released };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}
