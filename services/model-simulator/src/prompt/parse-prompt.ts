import { readAskedValues } from './read-values';
import type { PromptTag } from './scan-tags';
import { scanTags } from './scan-tags';
import type { InputDocument, TaskPrompt, Turn } from './task-prompt';

const DEFAULT_MAX_WORDS = 500;
const MAXIMUM_MAX_WORDS = 20_000;
const MAXIMUM_SECTIONS = 40;
/** How the prompt's form says that people may be asked. */
const MAY_ASK = /you may ask them instead of writing it, [^\n]{0,100}```json questions/u;

/**
 * Reads the structured prompt of an agent task from a conversation; undefined when no user turn holds a `<task>`.
 * Plain user turns after the structured one count as feedback, as in a repair round.
 */
export function parsePrompt(turns: readonly Turn[]): TaskPrompt | undefined {
  const users = turns.filter((turn) => turn.role === 'user');
  const tagsPerTurn = users.map((turn) => scanTags(turn.text));
  const first = tagsPerTurn.findIndex((tags) => tags.some((tag) => tag.name === 'task'));
  if (first < 0) return undefined;
  const task = tagsPerTurn[first]?.find((tag) => tag.name === 'task');
  if (!task) return undefined;
  const tags = tagsPerTurn.slice(first).flat();
  const laterPlainTurns = users.slice(first + 1).filter((_, index) => tagsPerTurn[first + 1 + index]?.length === 0);
  const feedback = [
    ...tags.filter((tag) => tag.name === 'feedback').map((tag) => tag.body),
    ...laterPlainTurns.map((turn) => turn.text),
  ];
  const answers = tags.filter((tag) => tag.name === 'answers').map((tag) => tag.body);
  const id = task.attributes['id'] ?? 'document';
  const values = readAskedValues(turns);
  return {
    taskId: id,
    title: task.attributes['title'] || titleFromId(id),
    agent: task.attributes['agent'] ?? '',
    maxWords: readMaxWords(task.attributes['max_words'] ?? task.attributes['max-words']),
    sections: readSections(tags),
    inputs: readInputs(tags),
    feedback: feedback.map((text) => text.trim()).filter((text) => text.length > 0),
    ...(values === undefined ? {} : { values }),
    ...(users.some(({ text }) => MAY_ASK.test(text)) ? { mayAsk: true as const } : {}),
    ...(answers.length === 0 ? {} : { answers }),
  };
}

/** Level 1 to 3 headings of a markdown text, in order. */
export function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,3}[ \t]{1,4}(.{1,200}?)[ \t]{0,4}#{0,6}\r?$/gmu)]
    .map((match) => match[1] ?? '')
    .filter(Boolean);
}

function readSections(tags: readonly PromptTag[]): string[] {
  const lines = tags
    .filter((tag) => tag.name === 'required_sections')
    .flatMap((tag) => tag.body.split(/\r?\n/))
    .map((line) => line.replace(/^\s*(?:#{1,6}|[-*+•]|\d{1,3}[.)])\s*/, '').trim())
    .filter((line) => line.length > 0 && line.length <= 120);
  return [...new Set(lines)].slice(0, MAXIMUM_SECTIONS);
}

function readInputs(tags: readonly PromptTag[]): InputDocument[] {
  return tags
    .filter((tag) => tag.name === 'input')
    .map((tag, index) => ({
      path: tag.attributes['path'] ?? `input-${index + 1}.md`,
      text: tag.body,
      headings: headingsOf(tag.body),
    }));
}

function readMaxWords(value: string | undefined): number {
  const words = Number(value);
  return Number.isInteger(words) && words > 0 ? Math.min(words, MAXIMUM_MAX_WORDS) : DEFAULT_MAX_WORDS;
}

function titleFromId(id: string): string {
  return id.replace(/[-_]+/g, ' ').replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
}
