import type { Detector } from '../finding';

const WORD = /[\p{L}\p{M}\d'’-]{1,100}/gu;

/** Names of a dictionary, as whole words that begin with a capital; otherwise upper and lower case do not count. */
export function nameDetector(names: readonly string[]): Detector {
  const byFirstWord = new Map<string, (readonly string[])[]>();
  for (const name of names) {
    const words = wordsOf(name).map(({ text }) => text.toLowerCase());
    const [first] = words;
    if (first === undefined) continue;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), words]);
  }
  // The longest name counts where several begin alike.
  for (const list of byFirstWord.values()) list.sort((one, other) => other.length - one.length);
  return {
    kind: 'name',
    *find(text) {
      if (byFirstWord.size === 0) return;
      const words = wordsOf(text);
      for (let index = 0; index < words.length; index += 1) {
        const first = words[index];
        if (first === undefined || !isCapital(first.text)) continue;
        const name = byFirstWord
          .get(first.text.toLowerCase())
          ?.find((parts) => parts.every((part, offset) => words[index + offset]?.text.toLowerCase() === part));
        if (name === undefined) continue;
        index += name.length - 1;
        const last = words[index] ?? first;
        yield { start: first.start, end: last.start + last.text.length };
      }
    },
  };
}

/** A genitive belongs to the sentence, not to the name. */
function wordsOf(text: string): { readonly start: number; readonly text: string }[] {
  return [...text.matchAll(WORD)].map((match) => ({
    start: match.index,
    text: match[0].replace(/['’]s?$/, ''),
  }));
}

function isCapital(word: string): boolean {
  const [first = ''] = word;
  return first !== first.toLowerCase();
}
