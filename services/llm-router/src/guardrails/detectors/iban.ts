import type { Detector } from '../finding';
import { matchSpans } from './match-spans';

const WRITTEN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}[A-Z0-9 ]{11,40}/g;

/** Length by country, from the IBAN registry of SWIFT. */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SA: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  TR: 26,
  UA: 29,
};

/** International bank account numbers whose check digits are right (ISO 13616). */
export const ibanDetector: Detector = {
  kind: 'iban',
  find: (text) =>
    matchSpans(text, WRITTEN, (match, start) => {
      const length = LENGTHS[match.slice(0, 2)];
      if (length === undefined) return false;
      const end = endOf(match, length);
      if (end === undefined || /[A-Za-z0-9]/.test(text[start + end] ?? ' ')) return false;
      return hasRightCheckDigits(match.slice(0, end).replaceAll(' ', '')) && { start, end: start + end };
    }),
};

/** Where so many characters other than spaces end. */
function endOf(written: string, length: number): number | undefined {
  let seen = 0;
  for (let index = 0; index < written.length; index += 1) {
    if (written[index] !== ' ') seen += 1;
    if (seen === length) return index + 1;
  }
  return undefined;
}

function hasRightCheckDigits(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const character of moved) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
