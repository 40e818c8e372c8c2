import type { SubmittedAnswer } from '@botarmy/contracts';
import { canonicalJson, valueProblems } from '@botarmy/process-engine';
import type { JsonValue } from '@botarmy/process-engine';

import { isStorableText } from '../text/storable-text';
import type { Answer } from './answer';
import { standingOf } from './questions-of-request';
import type { Dialogue, StoredAnswer } from './questions-of-request';
import { answersInvalid } from './request-problems';
import type { FieldError } from './request-problems';

/**
 * The dialogue with more answers. An answer may be given anew until somebody goes on.
 *
 * @returns also the ids of the questions whose answers are other ones now.
 * @throws {Problem} 422 `answers-invalid` naming every answer that is none; nothing is kept then.
 */
export function checkAnswers(
  dialogue: Dialogue,
  submitted: readonly SubmittedAnswer[],
  { userId, userName, answeredAt }: Answer,
): { readonly changed: readonly string[]; readonly dialogue: Dialogue } {
  const errors: FieldError[] = [];
  const answers: Record<string, StoredAnswer> = { ...dialogue.answers };
  const seen = new Set<string>();
  const changed: string[] = [];
  const by = { answered_by: userId, answered_by_name: userName, answered_at: answeredAt.toISOString() };
  for (const [index, { question_id: id, answer }] of submitted.entries()) {
    const question = dialogue.questions.find((candidate) => candidate.id === id);
    if (question === undefined)
      errors.push(error(index, 'question_id', `is none of the questions: ${idsOf(dialogue)}`));
    else if (seen.has(id)) errors.push(error(index, 'question_id', 'is answered twice'));
    else {
      const value = answer as JsonValue;
      const problems = isStorable(value)
        ? valueProblems(question, value, 'It')
        : ['It must not hold NUL or broken Unicode.'];
      if (problems.length > 0) errors.push(error(index, 'answer', problems.join(' ')));
      else if (canonicalJson(answers[id]?.answer ?? null) !== canonicalJson(value)) {
        answers[id] = { answer: value, ...by };
        changed.push(id);
      }
    }
    seen.add(id);
  }
  const next = { ...dialogue, answers };
  const counted = new Set(standingOf(next, false).answers.map(({ question_id }) => question_id));
  for (const [index, { question_id: id }] of submitted.entries()) {
    if (errors.length > 0 || counted.has(id)) continue;
    errors.push(error(index, 'question_id', 'is a follow-up that the other answers do not ask for'));
  }
  if (errors.length > 0) throw answersInvalid(errors);
  return { changed, dialogue: next };
}

function error(index: number, field: string, message: string): FieldError {
  return { path: `answers.${index}.${field}`, message };
}

function idsOf({ questions }: Dialogue): string {
  return questions.map(({ id }) => id).join(', ');
}

function isStorable(value: JsonValue): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => isStorableText(key) && isStorable(member as JsonValue));
}
