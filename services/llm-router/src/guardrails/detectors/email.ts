import type { Detector, Span } from '../finding';

const LOCAL = /[\w.%+-]/;
const DOMAIN = /[A-Za-z0-9.-]{4,253}/y;
const TOP_LEVEL = /^[A-Za-z]{2,24}$/;
const LONGEST_LOCAL = 64;

/** E-mail addresses, found by their sign. */
export const emailDetector: Detector = {
  kind: 'email',
  *find(text) {
    for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
      const address = addressAround(text, at);
      if (address !== undefined) yield address;
    }
  },
};

function addressAround(text: string, at: number): Span | undefined {
  let start = at;
  while (at - start <= LONGEST_LOCAL && LOCAL.test(text[start - 1] ?? ' ')) start -= 1;
  // A user of a server is no mailbox.
  if (start === at || at - start > LONGEST_LOCAL || text.startsWith('://', start - 3)) return undefined;
  DOMAIN.lastIndex = at + 1;
  // A full stop or dash after an address ends the sentence, not the address.
  const domain = DOMAIN.exec(text)?.[0].replace(/[.-]{1,20}$/, '');
  if (domain === undefined || !isDomain(domain)) return undefined;
  return { start, end: at + 1 + domain.length };
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length > 1 && labels.every(isLabel) && TOP_LEVEL.test(labels.at(-1) ?? '');
}

function isLabel(label: string): boolean {
  return label.length > 0 && label.length < 64 && !label.startsWith('-') && !label.endsWith('-');
}
