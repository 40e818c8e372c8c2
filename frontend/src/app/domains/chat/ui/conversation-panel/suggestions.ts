import type { Completions } from '../../data/conversation';

/** Something to write in place of the word that is being written. */
export interface Suggestion {
  readonly text: string;
  readonly label: string;
  readonly explanation: string;
}

const mostShown = 6;

/** What completes the last word of a draft: commands after a leading slash, agents after an at sign. */
export function suggestionsFor(draft: string, { commands, agents }: Completions): readonly Suggestion[] {
  if (/^\/[a-z]*$/.test(draft)) {
    return commands
      .filter(({ name }) => `/${name}`.startsWith(draft))
      .slice(0, mostShown)
      .map(({ name, usage, summary }) => ({ text: `/${name} `, label: usage, explanation: summary }));
  }
  const word = /(?:^|\s)@([a-z0-9-]*)$/.exec(draft)?.[1];
  if (word === undefined) return [];
  const before = draft.slice(0, draft.length - word.length);
  return agents
    .filter(({ id }) => id.startsWith(word) && id !== word)
    .slice(0, mostShown)
    .map(({ id, name }) => ({ text: `${before}${id} `, label: `@${id}`, explanation: name }));
}
