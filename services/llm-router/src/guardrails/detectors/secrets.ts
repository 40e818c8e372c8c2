import type { Detector, Span } from '../finding';
import { looksRandom } from './looks-random';
import { matchSpans } from './match-spans';

const PROVIDER_KEY = new RegExp(
  '(?<![\\w-])(?:' +
    [
      'sk-[\\w-]{20,200}',
      'AIza[\\w-]{35}',
      'gh[pousr]_\\w{36,255}',
      'github_pat_\\w{22,255}',
      'glpat-[\\w-]{20,60}',
      '(?:AKIA|ASIA)[A-Z0-9]{16}',
      'xox[abeprs]-[\\w-]{10,200}',
      '[rs]k_live_\\w{16,200}',
      'npm_\\w{36}',
      'hf_\\w{30,60}',
      'SG\\.[\\w-]{16,32}\\.[\\w-]{16,64}',
    ].join('|') +
    ')(?![\\w-])',
  'g',
);

/** Keys of model providers, clouds and code hosts, known by how they begin. */
export const providerKeyDetector: Detector = {
  kind: 'provider_key',
  // Words of a sentence can be joined by dashes as well; a key has digits.
  find: (text) => matchSpans(text, PROVIDER_KEY, (match) => /\d/.test(match)),
};

const JWT = /(?<![\w-])(eyJ[\w-]{8,4000})\.[\w-]{8,12000}\.[\w-]{10,2000}(?![\w-])/g;

/** Signed tokens (RFC 7519) whose head says how they are signed. */
export const jwtDetector: Detector = {
  kind: 'jwt',
  find: (text) =>
    matchSpans(text, JWT, (_match, _start, [head = '']) =>
      Buffer.from(head, 'base64url').toString('latin1').includes('"alg"'),
    ),
};

const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const KEY_ENDS = 'PRIVATE KEY-----';
const LONGEST_KEY = 16_384;

/** Private keys in PEM; one whose end is missing counts to where it can reach. */
export const privateKeyDetector: Detector = {
  kind: 'private_key',
  *find(text) {
    let from = 0;
    for (const match of text.matchAll(KEY_BEGINS)) {
      if (match.index < from) continue;
      const body = text.slice(match.index, match.index + LONGEST_KEY);
      const end = body.indexOf(KEY_ENDS, match[0].length);
      from = match.index + (end === -1 ? body.length : end + KEY_ENDS.length);
      yield { start: match.index, end: from };
    }
  },
};

const CONNECTION =
  /(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/[^\s:@/'"<>]{0,100}:([^\s@'"<>]{1,200})@[^\s'"<>]{1,500}/g;

/** Addresses of databases and servers with a password in them. */
export const connectionStringDetector: Detector = {
  kind: 'connection_string',
  find: (text) => {
    if (!text.includes('://')) return [];
    return matchSpans(text, CONNECTION, (match, start, [password = '']) => {
      if (/^[<[{$%*]/.test(password)) return false;
      return { start, end: start + match.replace(/[.,;:!?)\]]{1,10}$/, '').length };
    });
  },
};

const ASSIGNMENT =
  /(?:secret|token|password|passwd|pwd|api[_-]?key|access[_-]?key|private[_-]?key|credential)\w{0,20}["'`]?[ \t]{0,4}(?::=|=>|[:=])[ \t]{0,4}["'`]?([^\s"'`,;(){}[\]<>]{8,200})/gi;

/** Values that look random and are given to something called a secret. */
export const assignedSecretDetector: Detector = {
  kind: 'assigned_secret',
  find: (text) =>
    matchSpans(text, ASSIGNMENT, (match, start, [value = '']): Span | false => {
      const at = start + match.length - value.length;
      return looksRandom(value) && { start: at, end: at + value.length, from: start };
    }),
};
