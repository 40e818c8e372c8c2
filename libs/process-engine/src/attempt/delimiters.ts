/**
 * The prompt's elements. Text of others stands inside them; a closing tag in such text is broken, so that it cannot
 * end its element and put words into the task's mouth.
 */
const ELEMENTS = 'task|required_sections|input|feedback|answers';
const CLOSING = new RegExp(`<(\\s*)/(?=\\s*(?:${ELEMENTS})\\b)`, 'giu');
const OPENING = new RegExp(`<(?=\\s*(?:${ELEMENTS})\\b)`, 'giu');

/** Text for the inside of an `<input>` or `<feedback>`: only what could close an element is changed. */
export function asMaterial(text: string): string {
  return text.replace(CLOSING, '<$1\\/');
}

/** Text that stands between elements: it may neither open nor close one. */
export function asPlainText(text: string): string {
  return asMaterial(text).replace(OPENING, '&lt;');
}

/** A value for an attribute in double quotes. */
export function asAttribute(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
