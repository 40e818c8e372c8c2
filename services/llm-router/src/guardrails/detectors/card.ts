import type { Detector } from '../finding';
import { matchSpans } from './match-spans';

const WRITTEN = /(?<![\w.,+-])\d[\d -]{11,26}/g;
/** Visa, Mastercard, American Express, Discover, JCB, Diners, each with the lengths it has. */
const ISSUED =
  /^(?:4\d{12}|4\d{15}|4\d{18}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6011\d{12}|65\d{14}|35\d{14}|3[068]\d{12})$/;
/** The usual ones first. */
const LENGTHS = [16, 15, 19, 14, 13];

/** Payment cards whose check digit is right (ISO/IEC 7812, Luhn). */
export const cardDetector: Detector = {
  kind: 'card',
  find: (text) =>
    matchSpans(text, WRITTEN, (match, start) => {
      for (const length of LENGTHS) {
        const end = endOf(match, length);
        if (end === undefined || /\w/.test(text[start + end] ?? ' ')) continue;
        const digits = match.slice(0, end).replaceAll(/[ -]/g, '');
        if (ISSUED.test(digits) && passesLuhn(digits)) return { start, end: start + end };
      }
      return false;
    }),
};

function endOf(written: string, digits: number): number | undefined {
  let seen = 0;
  for (let index = 0; index < written.length; index += 1) {
    if (written[index] !== ' ' && written[index] !== '-') seen += 1;
    if (seen === digits) return index + 1;
  }
  return undefined;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
