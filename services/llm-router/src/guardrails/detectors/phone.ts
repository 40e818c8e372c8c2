import type { Detector, Span } from '../finding';
import { matchSpans } from './match-spans';

/** With a country's code, or with the zero of a national number. */
const PREFIXED = /(?<![\w.,+/:-])(?:\+|00|\(?0)[\d ()./-]{6,24}/g;
/** North America: area, exchange, line. */
const NORTH_AMERICAN = /(?<![\w.,+/:-])(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4}(?![\w-])/g;
const DATE = /^\(?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/;
const [FEWEST, MOST] = [8, 15];

/** Telephone numbers that are written as such; a bare row of digits is none. */
export const phoneDetector: Detector = {
  kind: 'phone',
  *find(text) {
    yield* matchSpans(text, PREFIXED, (match, start) => {
      const trimmed = match.replace(/\D{1,24}$/, '');
      // A group within a longer row of groups begins nothing.
      if (/\d[ -]$/.test(text.slice(Math.max(0, start - 2), start))) return false;
      return isPhone(trimmed) && !isDigit(text[start + match.length]) && spanOf(start, trimmed);
    });
    yield* matchSpans(text, NORTH_AMERICAN);
  },
};

function isPhone(written: string): boolean {
  if (DATE.test(written) || written.includes('..') || written.includes('  ')) return false;
  const digits = written.replaceAll(/\D/g, '');
  if (digits.length < FEWEST || digits.length > MOST) return false;
  if (/^\+\d{1,3}\.\d{1,24}$/.test(written)) return false;
  if (written.startsWith('+')) return digits[0] !== '0';
  // Without a country's code only the usual grouping tells a number from an amount or an id.
  return /[ ()/-]/.test(written) && /^\(?0[1-9]|^00[1-9]/.test(written);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function spanOf(start: number, written: string): Span {
  return { start, end: start + written.length };
}
