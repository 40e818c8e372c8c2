import { commandNamed, TEXT_COMMANDS, usageOf } from './text-commands';
import type { CommandArgument, TextCommand } from './text-commands';

/** What a message is: something said, or a command with its arguments by name. */
export type ParsedMessage =
  | { readonly kind: 'text'; readonly text: string; readonly mentions: readonly string[] }
  | { readonly kind: 'command'; readonly command: TextCommand; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/** Most agents one message asks. */
export const MOST_MENTIONS = 5;

/** A request by its number in the workflow, or by its id. */
const REQUEST = /^(?:#?\d{1,6}|hitl_[a-z0-9]{26})$/;
const AGENT = /^@?[a-z0-9][a-z0-9-]{0,127}$/;
const PROCESS = /^[a-z0-9][a-z0-9-]{0,127}$/;
const MENTION = /(?<![\w@.-])@([a-z0-9][a-z0-9-]{0,63})(?![\w@])/g;

/**
 * Reads a message. A leading backslash makes plain text of whatever follows.
 *
 * @param inWorkflow True where words such as `accept` count without a slash.
 */
export function parseMessage(content: string, inWorkflow: boolean): ParsedMessage {
  const text = content.trim();
  if (text === '') return refused('message-empty', 'Write something, or a command: /help lists them.');
  if (text.startsWith('\\')) return said(text.slice(1));
  const [first = ''] = text.split(/\s/, 1);
  if (first.startsWith('/')) {
    const command = commandNamed(first.slice(1));
    return command === undefined ? unknown(first) : withArguments(command, text.slice(first.length));
  }
  const bare = inWorkflow ? commandNamed(first.replace(/[.!:,]$/, '')) : undefined;
  const rest = text.slice(first.length).trim();
  return bare?.bare === true && countsBare(bare, rest) ? withArguments(bare, rest) : said(text);
}

/** Without a slash nothing but the word itself approves: "accept payments by card" is no approval. */
function countsBare({ name }: TextCommand, rest: string): boolean {
  return name !== 'accept' || rest === '' || REQUEST.test(rest);
}

/** Agents that a text mentions as `@agent`, each once. */
export function mentionsOf(text: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map(([, agent = '']) => agent))];
}

function said(text: string): ParsedMessage {
  const mentions = mentionsOf(text);
  if (mentions.length > MOST_MENTIONS)
    return refused('too-many-mentions', `Ask ${MOST_MENTIONS} agents at most with one message.`);
  return { kind: 'text', text, mentions };
}

function withArguments(command: TextCommand, rest: string): ParsedMessage {
  let remaining = rest.trim();
  const values: Record<string, string> = {};
  for (const argument of command.arguments) {
    const taken = take(argument, remaining);
    if (taken === undefined) {
      if (!argument.required) continue;
      return missing(command, argument);
    }
    values[argument.name] = taken.value;
    remaining = taken.rest;
  }
  if (remaining !== '') {
    return refused('command-malformed', `"/${command.name}" takes nothing more: write ${usageOf(command)}.`);
  }
  return { kind: 'command', command, values };
}

function take({ kind }: CommandArgument, from: string): { value: string; rest: string } | undefined {
  if (from === '') return undefined;
  if (kind === 'text') return { value: from, rest: '' };
  const [word = ''] = from.split(/\s/, 1);
  const rest = from.slice(word.length).trim();
  if (kind === 'request') return REQUEST.test(word) ? { value: word.replace('#', ''), rest } : undefined;
  if (kind === 'agent') return AGENT.test(word) ? { value: word.replace('@', ''), rest } : undefined;
  return PROCESS.test(word) ? { value: word, rest } : undefined;
}

function missing(command: TextCommand, { name, kind }: CommandArgument): ParsedMessage {
  const what = kind === 'agent' ? `an agent as @name for "${name}"` : `"${name}"`;
  return refused('argument-missing', `"/${command.name}" needs ${what}: write ${usageOf(command)}.`);
}

function unknown(word: string): ParsedMessage {
  const names = TEXT_COMMANDS.map(({ name }) => `/${name}`).join(', ');
  const shown = word.replace(/[^\w/-]/g, '').slice(0, 40);
  return refused(
    'unknown-command',
    `There is no command "${shown}": write one of ${names}, or a backslash in front of a text that begins with a slash.`,
  );
}

function refused(code: string, detail: string): ParsedMessage {
  return { kind: 'refused', code, detail };
}
