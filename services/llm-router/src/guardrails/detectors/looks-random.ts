/** A value of fewer bits per character is a word or a path. */
const LEAST_BITS_PER_CHARACTER = 2.8;

/** Whether a value looks made by a machine or a careful person: mixed characters, none of them dominating, no reference to elsewhere. */
export function looksRandom(value: string): boolean {
  if (/^[$%<{*]|\.\.\.|^(?:process|env|config|os)\.|example|changeme|placeholder|redacted/i.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  const hasDigit = /\d/.test(value);
  if (kinds < 2 || (!hasDigit && kinds < 3)) return false;
  return bitsPerCharacter(value) >= LEAST_BITS_PER_CHARACTER;
}

/** Shannon's entropy of the characters. */
function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / value.length;
    return sum - share * Math.log2(share);
  }, 0);
}
