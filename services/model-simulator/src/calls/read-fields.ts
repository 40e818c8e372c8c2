import { CallRefused } from './failure';

/** An untyped JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object. Throws `CallRefused` naming the field. */
export function objectField(value: unknown, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${name} must be an object`);
  return value as JsonObject;
}

/** The value as a list with at least one entry. Throws `CallRefused` naming the field. */
export function listField(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid(`${name} must be a list with at least one entry`);
  return value;
}

/** The value as a text that is not empty. Throws `CallRefused` naming the field. */
export function textField(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw invalid(`${name} must be a text`);
  return value;
}

/** The value as a positive whole number, or undefined when absent. Throws `CallRefused` naming the field. */
export function optionalCount(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || Number(value) < 1) throw invalid(`${name} must be a whole number above 0`);
  return Number(value);
}

/** Strings of a text or list, empty when absent. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The text of a message: a string, or the text parts of a list joined by line breaks. */
export function contentText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) throw invalid(`${name} must be a text or a list of parts`);
  return value
    .map((part) => objectField(part, `${name}[]`)['text'])
    .filter((text): text is string => typeof text === 'string')
    .join('\n');
}

/** A refusal for a malformed request. */
export function invalid(message: string): CallRefused {
  return new CallRefused({ kind: 'invalid-request', message });
}
