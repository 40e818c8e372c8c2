import { AttemptFailure, readValues } from '@botarmy/process-engine';
import type { JsonRecord, TaskOutput, ValueSchema } from '@botarmy/process-engine';

import type { IntegrationResult } from './integration-result';

/** What one artifact version may hold, in bytes. */
const LARGEST_DOCUMENT_BYTES = 524_288;

/**
 * The document an answer becomes: title, the one section with the answer, and the values the process declares.
 *
 * @throws {AttemptFailure} `integration-values-do-not-fit` when the answer lacks a declared value or has another type;
 *   `integration-answer-too-large`.
 */
export function integrationDocument(
  { title, required_sections, values }: TaskOutput,
  result: IntegrationResult,
): string {
  const [section = 'Result'] = required_sections;
  const parts = [`# ${title}`, `## ${section}`, result.body];
  const schemas = values as Readonly<Record<string, ValueSchema>> | undefined;
  if (schemas !== undefined) parts.push(valuesBlock(schemas, result.facts));
  const document = `${parts.join('\n\n')}\n`;
  const problems = schemas === undefined ? [] : problemsOf(document, schemas);
  if (problems.length > 0) {
    const detail = `The answer does not hold what the process declares: ${problems.join(' ')}`.slice(0, 1_000);
    throw new AttemptFailure('integration-values-do-not-fit', detail, { retryable: false });
  }
  if (Buffer.byteLength(document) <= LARGEST_DOCUMENT_BYTES) return document;
  const detail = `The document would be larger than ${LARGEST_DOCUMENT_BYTES} bytes: ask for less.`;
  throw new AttemptFailure('integration-answer-too-large', detail, { retryable: false });
}

function problemsOf(document: string, schemas: Readonly<Record<string, ValueSchema>>): readonly string[] {
  const reading = readValues(document, schemas);
  return reading.ok ? [] : reading.problems;
}

function valuesBlock(schemas: Readonly<Record<string, ValueSchema>>, facts: JsonRecord): string {
  const names = Object.keys(schemas).filter((name) => Object.hasOwn(facts, name));
  const values = Object.fromEntries(names.map((name) => [name, facts[name] ?? null]));
  // No line of JSON begins with a fence, so three marks are enough; the reader of values looks for exactly these.
  return `\`\`\`json values\n${JSON.stringify(values, null, 2)}\n\`\`\``;
}
