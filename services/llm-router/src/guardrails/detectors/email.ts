import type { Detector } from '../finding';
import { matchSpans } from './match-spans';

const ADDRESS = /(?<![\w.%+-])[\w.%+-]{1,64}@[A-Za-z0-9.-]{4,253}/g;
const TOP_LEVEL = /^[A-Za-z]{2,24}$/;

/** E-mail addresses. */
export const emailDetector: Detector = {
  kind: 'email',
  find: (text) => {
    if (!text.includes('@')) return [];
    return matchSpans(text, ADDRESS, (match, start) => {
      // A full stop or dash after an address ends the sentence, not the address.
      const trimmed = match.replace(/[.-]{1,20}$/, '');
      const labels = trimmed.slice(trimmed.indexOf('@') + 1).split('.');
      const isDomain = labels.length > 1 && labels.every(isLabel) && TOP_LEVEL.test(labels.at(-1) ?? '');
      // A user of a server is no mailbox.
      return isDomain && !text.startsWith('://', start - 3) && { start, end: start + trimmed.length };
    });
  },
};

function isLabel(label: string): boolean {
  return label.length > 0 && label.length < 64 && !label.startsWith('-') && !label.endsWith('-');
}
