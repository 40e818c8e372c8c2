import { canonicalJson } from '../model/canonical-json';
import type { JsonRecord, JsonValue } from '../model/json-value';

/** `{{ item.id }}`: names joined by dots; ids of tasks with `_` instead of `-`. */
const PLACEHOLDER = /\{\{\s*([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*)\s*\}\}/g;
const BRACES = /\{\{|\}\}/;

/** The paths the placeholders of a text ask for. */
export function templatePaths(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => (match[1] ?? '').split('.'));
}

/** True when a text has braces that are no placeholder. */
export function hasStrayBraces(text: string): boolean {
  return BRACES.test(text.replaceAll(PLACEHOLDER, ''));
}

/** True when a text holds a placeholder. */
export function isTemplate(text: string): boolean {
  return text.includes('{{');
}

/** Fills the placeholders in; what is not there reads as nothing, what is no text is written as JSON. */
export function expandTemplate(
  text: string,
  bindings: JsonRecord,
  write: (value: JsonValue | undefined) => string = asText,
): string {
  return text.replaceAll(PLACEHOLDER, (_match, path: string) => write(lookUp(bindings, path.split('.'))));
}

/** Fills the placeholders of every text in a JSON value in; a text that is one placeholder becomes the value itself. */
export function expandJson(value: JsonValue, bindings: JsonRecord): JsonValue {
  if (typeof value === 'string') {
    const whole = /^\{\{\s*([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*)\s*\}\}$/.exec(value)?.[1];
    return whole === undefined ? expandTemplate(value, bindings) : (lookUp(bindings, whole.split('.')) ?? null);
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => expandJson(item, bindings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, expandJson(member, bindings)]));
}

/** A value as part of an artifact path: lower-case letters, digits and hyphens only, never empty. */
export function asPathPart(value: JsonValue | undefined): string {
  const slug = asText(value)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'x' : slug;
}

function asText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : canonicalJson(value);
}

function lookUp(bindings: JsonRecord, path: readonly string[]): JsonValue | undefined {
  let current: JsonValue | undefined = bindings;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Readonly<Record<string, JsonValue>>)[name];
  }
  return current;
}
