const IRREGULAR_PLURALS: Readonly<Record<string, string>> = {
  child: 'children',
  person: 'people',
  man: 'men',
  woman: 'women',
  mouse: 'mice',
  index: 'indexes',
  staff: 'staff',
  data: 'data',
  equipment: 'equipment',
  feedback: 'feedback',
  inventory: 'inventory',
  stock: 'stock',
};
const IRREGULAR_SINGULARS = new Map(Object.entries(IRREGULAR_PLURALS).map(([one, many]) => [many, one]));
const VOWEL_BEFORE_Y = /[aeiou]y$/;

/** Plural of an English noun; only the last word of a phrase changes. */
export function pluralOf(noun: string): string {
  const [head, last] = splitLastWord(noun);
  const irregular = IRREGULAR_PLURALS[last.toLowerCase()];
  if (irregular) return head + irregular;
  if (isPlural(last)) return noun;
  if (/(s|x|z|ch|sh)$/.test(last)) return `${head}${last}es`;
  if (last.endsWith('y') && !VOWEL_BEFORE_Y.test(last)) return `${head}${last.slice(0, -1)}ies`;
  return `${head}${last}s`;
}

/** Singular of an English noun; only the last word of a phrase changes. */
export function singularOf(noun: string): string {
  const [head, last] = splitLastWord(noun);
  const irregular = IRREGULAR_SINGULARS.get(last.toLowerCase());
  if (irregular) return head + irregular;
  if (!isPlural(last)) return noun;
  if (/[^aeiou]ies$/.test(last) && last.length > 4) return `${head}${last.slice(0, -3)}y`;
  if (/(sses|xes|zes|ches|shes)$/.test(last)) return head + last.slice(0, -2);
  return head + last.slice(0, -1);
}

/** True when the last word looks like a plural. */
export function isPlural(noun: string): boolean {
  const [, last] = splitLastWord(noun);
  const word = last.toLowerCase();
  if (IRREGULAR_SINGULARS.has(word)) return true;
  return word.length > 3 && /s$/.test(word) && !/(ss|us|is|news|ics|ous|lens)$/.test(word);
}

/** "a" or "an" in front of a noun phrase. */
export function withArticle(noun: string): string {
  return `${/^(?:[aeio]|u(?!ni|se|s\b)|hour|8|11\b|18)/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** First letter upper case, the rest untouched. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a, b and c". */
export function joinedWithAnd(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** Name in kebab-case as it appears in paths: "Watering Schedule" becomes "watering-schedule". */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return slug || 'item';
}

function splitLastWord(phrase: string): [string, string] {
  const at = phrase.lastIndexOf(' ') + 1;
  return [phrase.slice(0, at), phrase.slice(at)];
}
