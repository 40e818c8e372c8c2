/** An element of the prompt; its body is taken as text, never scanned for further elements. */
export interface PromptTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
}

const OPENING =
  /<(task|required_sections|input|feedback|answers)\b((?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,4000})>/giu;
const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;
/** More elements than this are not looked for; an agent's prompt has a dozen. */
const MAXIMUM_TAGS = 200;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/**
 * Reads the known elements of a prompt in order. An element ends at the first closing tag that ends a line, else at its first
 * closing tag, else at the end of the text. `task` may be closed at once or may wrap the others: its body is not opaque.
 */
export function scanTags(text: string): PromptTag[] {
  const tags: PromptTag[] = [];
  const opening = new RegExp(OPENING);
  for (let match = opening.exec(text); match && tags.length < MAXIMUM_TAGS; match = opening.exec(text)) {
    const name = (match[1] ?? '').toLowerCase();
    const raw = match[2] ?? '';
    const start = match.index + match[0].length;
    const attributes = readAttributes(raw);
    if (name === 'task' || raw.trimEnd().endsWith('/')) {
      tags.push({ name, attributes, body: '' });
      continue;
    }
    const end = findEnd(text, name, start);
    tags.push({
      name,
      attributes,
      body: text
        .slice(start, end.body)
        .replace(/<\\\/|&lt;\//g, '</')
        .trim(),
    });
    opening.lastIndex = end.next;
  }
  return tags;
}

function findEnd(text: string, name: string, from: number): { body: number; next: number } {
  const endOfLine = new RegExp(`</${name}\\s*>(?=[ \\t]*(?:\\r?\\n|<|$))`, 'giu');
  endOfLine.lastIndex = from;
  const anywhere = new RegExp(`</${name}\\s*>`, 'giu');
  anywhere.lastIndex = from;
  const match = endOfLine.exec(text) ?? anywhere.exec(text);
  return match ? { body: match.index, next: match.index + match[0].length } : { body: text.length, next: text.length };
}

function readAttributes(raw: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single] of raw.matchAll(ATTRIBUTE)) {
    attributes[name.toLowerCase()] = decodeEntities(double ?? single ?? '');
  }
  return attributes;
}

function decodeEntities(value: string): string {
  return value.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
