import type { Detector } from '../finding';
import { matchSpans } from './match-spans';

const UNITED_STATES = /(?<![\w-])(\d{3})-(\d{2})-(\d{4})(?![\w-])/g;
const SPAIN = /(?<!\w)([XYZ]-?\d{7}|\d{8})-?([A-HJ-NP-TV-Z])(?!\w)/g;
const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const FRANCE = /(?<!\w)[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)/g;

/** Numbers the state gives a person: United States (SSN), Spain (DNI, NIE), France (NIR); the latter two with their check. */
export const nationalIdDetector: Detector = {
  kind: 'national_id',
  *find(text) {
    yield* matchSpans(text, UNITED_STATES, (_match, _start, [area = '', group, serial]) => {
      // Areas that were never given out, and parts of zeros.
      return area !== '000' && area !== '666' && area < '900' && group !== '00' && serial !== '0000';
    });
    yield* matchSpans(text, SPAIN, (_match, _start, [number = '', letter]) => {
      const digits = number.replace('-', '').replace(/^[XYZ]/, (first) => String('XYZ'.indexOf(first)));
      return SPANISH_LETTERS[Number(digits) % 23] === letter;
    });
    yield* matchSpans(text, FRANCE, (match) => isFrench(match.replaceAll(' ', '')));
  },
};

/** The last two digits are 97 less the rest of the others by 97; Corsica counts as 19 and 18. */
function isFrench(number: string): boolean {
  const month = Number(number.slice(3, 5));
  if (month < 1 || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
  const digits = number.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - Number(BigInt(digits) % 97n) === Number(number.slice(13));
}
