import { capabilityFrom } from './complete-understanding';
import { kindOf } from './find-figures';
import { findQualities } from './find-surroundings';
import type { Understanding } from './understanding';

const HEADER = '| Fact | Detail |';
const ROW =
  /^\|[ \t]{0,4}(Product|Purpose|People|Capabilities|Data|Figures|Constraints|Platforms|Technologies)[ \t]{0,4}\|[ \t]{0,4}(.{1,6000}?)[ \t]{0,4}\|[ \t]{0,4}\r?$/gmu;
/** Longest stretch of text the table is looked for in, in characters. */
const LONGEST_TABLE = 24_000;
const SEPARATOR = ' · ';

/** The table at the head of every document, by which later tasks know the brief even when they are not given it. */
export function renderFacts(about: Understanding, extraRows: readonly (readonly [string, string])[] = []): string {
  const rows: (readonly [string, string])[] = [
    ['Product', about.product],
    ['Purpose', about.purpose],
    ['People', listed(about.actors)],
    ['Capabilities', listed(about.capabilities.map((one) => `${one.actor}: ${one.verb} ${one.object}`))],
    ['Data', listed(about.entities)],
    ['Figures', listed(about.figures.map((figure) => `${figure.value} (${figure.clause})`))],
    ['Constraints', listed(about.constraints)],
    ['Platforms', listed(about.platforms)],
    ['Technologies', listed(about.technologies)],
    ...extraRows,
  ];
  const lines = rows.filter(([, value]) => value.length > 0).map(([name, value]) => `| ${name} | ${cell(value)} |`);
  return [HEADER, '|---|---|', ...lines].join('\n');
}

/** Reads the table back; undefined when the text has none. */
export function parseFacts(text: string): Understanding | undefined {
  const at = text.indexOf(HEADER);
  if (at < 0) return undefined;
  const rows = new Map<string, string>();
  for (const [, name = '', value = ''] of text.slice(at, at + LONGEST_TABLE).matchAll(ROW)) {
    if (!rows.has(name)) rows.set(name, value);
  }
  const list = (name: string): string[] =>
    (rows.get(name) ?? '')
      .split(SEPARATOR.trim())
      .map((item) => item.trim())
      .filter(Boolean);
  const product = rows.get('Product');
  if (!product) return undefined;
  return {
    product,
    purpose: rows.get('Purpose') ?? '',
    actors: list('People'),
    capabilities: list('Capabilities').map((item) => {
      const colon = item.indexOf(': ');
      return capabilityFrom(item.slice(colon + 2), colon > 0 ? item.slice(0, colon) : 'user');
    }),
    entities: list('Data'),
    figures: list('Figures').map((item) => {
      const open = item.indexOf(' (');
      const value = open > 0 ? item.slice(0, open) : item;
      return { value, clause: open > 0 ? item.slice(open + 2, -1) : item, kind: kindOf(value) };
    }),
    constraints: list('Constraints'),
    platforms: list('Platforms'),
    technologies: list('Technologies'),
    qualities: findQualities([...rows.values()].join('\n')),
  };
}

function listed(items: readonly string[]): string {
  return items.map((item) => item.replaceAll(SEPARATOR.trim(), ',')).join(SEPARATOR);
}

function cell(value: string): string {
  return value.replace(/\s+/g, ' ').replaceAll('|', '/');
}
