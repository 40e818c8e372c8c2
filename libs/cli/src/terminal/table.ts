import { plainLine } from './plain-text';
import { padToWidth, textWidth } from './text-width';

const GAP = '  ';

/** Lines of a table with a heading; the last column takes what is left of the width. */
export function renderTable(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = [heading, ...rows].map((row) => row.map(plainLine));
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => textWidth(row[column] ?? ''))));
  return cells.map((row) =>
    row
      .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/** Lines of names and values; what is undefined or null is left out. */
export function renderFields(fields: Readonly<Record<string, string | number | boolean | null | undefined>>): string[] {
  const present = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, plainLine(String(value))] as const],
  );
  const width = Math.max(0, ...present.map(([name]) => name.length));
  return present.map(([name, value]) => `${name.padEnd(width)}${GAP}${value}`);
}
