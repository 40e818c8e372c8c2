import { plainLine } from '@botarmy/cli';
import type { AskedQuestion } from '@botarmy/sdk';

import type { Print } from '../terminal/print';

/**
 * Asks a person what an agent wants to know; an empty line leaves a question to its default.
 *
 * @returns answers by id of the question.
 */
export async function askQuestions(
  questions: readonly AskedQuestion[],
  ask: (text: string) => Promise<string>,
  print: Print,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const question of questions) {
    const { id, text, options = [], default: preset, depends_on: condition } = question;
    if (condition !== undefined && input[String(condition['question_id'])] !== condition['answer']) continue;
    print(`  ${plainLine(text)}`);
    options.forEach((option, index) => print(`    ${index + 1}. ${plainLine(option)}`));
    const hint = preset === undefined ? '' : ` (Enter: ${plainLine(shown(preset))})`;
    const typed = (await ask(`  Your answer${hint}? `)).trim();
    if (typed !== '') input[id] = valueOf(typed, question);
    else if (preset !== undefined) input[id] = preset;
  }
  return input;
}

/** The number of an option stands for it; where there is a schema, JSON is read as such. */
function valueOf(typed: string, { options, schema }: AskedQuestion): unknown {
  const option = options?.[Number(typed) - 1];
  if (option !== undefined || schema === undefined) return option ?? typed;
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return typed;
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
