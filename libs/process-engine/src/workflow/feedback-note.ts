import type { TasksReset } from './control-events';
import type { DecideContext } from './decision';
import { cutText, MAX_FEEDBACK_CHARACTERS } from './limits';

/** What a person wrote along with a command, as feedback for the next attempts; nothing for an empty text. */
export function noteOf(
  feedback: string | null | undefined,
  context: DecideContext,
): Partial<Pick<TasksReset['data'], 'feedback' | 'note'>> {
  const text = cutText((feedback ?? '').trim(), MAX_FEEDBACK_CHARACTERS);
  if (text === '') return {};
  const reference = context.nextId('msg');
  return { feedback: [{ source: 'person', reference }], note: { reference, text } };
}
