import { Marked } from 'marked';
import type { Tokens } from 'marked';

const allowedSchemes = /^(https?|mailto):/i;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function link(href: string, innerHtml: string): string {
  if (!allowedSchemes.test(href)) return innerHtml;
  return `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer">${innerHtml}</a>`;
}

/** Levels move down so that the page keeps its own; the class keeps the size the author meant. */
function headingTag(depth: number, headingOffset: number): string {
  return `h${Math.min(6, depth + headingOffset)}`;
}

function createMarked(headingOffset: number): Marked {
  const marked = new Marked({ gfm: true, async: false });
  marked.use({
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
      heading({ tokens, depth }: Tokens.Heading): string {
        const tag = headingTag(depth, headingOffset);
        return `<${tag} class="h${Math.min(4, depth)}">${this.parser.parseInline(tokens)}</${tag}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        return link(href, this.parser.parseInline(tokens));
      },
      /** A document never makes the reader's browser load anything: an image is its description, linked where that is safe. */
      image: ({ href, text }: Tokens.Image) => link(href, escapeHtml(text === '' ? 'Image' : `Image: ${text}`)),
      checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
      code: ({ text, escaped }: Tokens.Code) =>
        `<pre tabindex="0"><code>${escaped === true ? text : escapeHtml(text)}</code></pre>\n`,
      table(token: Tokens.Table): string {
        const cell = (inner: Tokens.TableCell, tag: 'td' | 'th'): string =>
          `<${tag}${inner.align === null ? '' : ` align="${inner.align}"`}>${this.parser.parseInline(inner.tokens)}</${tag}>`;
        const header = token.header.map((inner) => cell(inner, 'th')).join('');
        const rows = token.rows.map((row) => `<tr>${row.map((inner) => cell(inner, 'td')).join('')}</tr>`).join('');
        return `<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr>${header}</tr></thead><tbody>${rows}</tbody></table></div>\n`;
      },
    },
  });
  return marked;
}

const renderers = new Map<number, Marked>();

/**
 * HTML of a markdown text: raw HTML shown as text, no images, links only to http, https and mailto. It still goes through Angular's
 * sanitizer on its way into the page.
 *
 * @param headingOffset how many levels headings move down, so that the page keeps its only `h1`.
 */
export function renderMarkdown(text: string, headingOffset: number): string {
  const marked = renderers.get(headingOffset) ?? createMarked(headingOffset);
  renderers.set(headingOffset, marked);
  return marked.parse(text, { async: false });
}
