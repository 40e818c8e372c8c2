import type { JsonValue } from '@botarmy/process-engine';

/** JSON as a fenced block; words in it are not counted. */
export function fencedJson(value: JsonValue): string {
  return fenced('json', JSON.stringify(value, null, 2));
}

/** A text as a fenced block: nothing in it is read as markdown. */
export function fencedText(text: string): string {
  return fenced('text', text.replaceAll('\0', '').trimEnd());
}

/** The fence is longer than any in the text, so that the text cannot end it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
