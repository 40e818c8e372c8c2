import type { ValueSchema } from '@botarmy/process-engine';

import type { Turn } from './task-prompt';

const ASKED = /```json values and holds one JSON object with exactly these members: (\{.*\})[ \t]*$/mu;

/** The values a document has to state, as the prompt's form asks for them; undefined when it asks for none. */
export function readAskedValues(turns: readonly Turn[]): Readonly<Record<string, ValueSchema>> | undefined {
  const users = turns.filter(({ role }) => role === 'user');
  const schemas = users.flatMap(({ text }) => ASKED.exec(text)?.[1] ?? []).at(-1);
  if (schemas === undefined) return undefined;
  try {
    return JSON.parse(schemas) as Readonly<Record<string, ValueSchema>>;
  } catch {
    return undefined;
  }
}
