import type { Role, TextCommandView } from '@botarmy/contracts';

/** Kinds of arguments; all but `text` are one word. */
export type ArgumentKind = 'request' | 'agent' | 'process' | 'text';

/** One argument of a command, in the order it is written. */
export interface CommandArgument {
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly required: boolean;
}

/** Names of the commands. */
export type CommandName =
  'accept' | 'reject' | 'modify' | 'pause' | 'resume' | 'status' | 'start' | 'ask' | 'guide' | 'help';

/** A command people write: the parser, the help and the completion all read this. */
export interface TextCommand {
  readonly name: CommandName;
  readonly aliases: readonly string[];
  /** Counts without a slash as the first word in a workflow's thread. */
  readonly bare: boolean;
  /** Needs a conversation that belongs to a workflow. */
  readonly needsWorkflow: boolean;
  readonly role: Role;
  readonly arguments: readonly CommandArgument[];
  readonly summary: string;
}

const request: CommandArgument = { name: 'request', kind: 'request', required: false };
const text = (name: string, required = true): CommandArgument => ({ name, kind: 'text', required });
const agent: CommandArgument = { name: 'agent', kind: 'agent', required: true };

/** Every command. */
export const TEXT_COMMANDS: readonly TextCommand[] = [
  {
    name: 'accept',
    aliases: ['approve'],
    bare: true,
    needsWorkflow: false,
    role: 'approver',
    arguments: [request, text('feedback', false)],
    summary: 'Approve what waits for a decision; with several, say which by its number or id.',
  },
  {
    name: 'reject',
    aliases: [],
    bare: true,
    needsWorkflow: false,
    role: 'approver',
    arguments: [request, text('reason')],
    summary: 'Reject it, with the reason.',
  },
  {
    name: 'modify',
    aliases: [],
    bare: true,
    needsWorkflow: false,
    role: 'approver',
    arguments: [request, text('what')],
    summary: 'Have it changed, and say what.',
  },
  {
    name: 'pause',
    aliases: [],
    bare: false,
    needsWorkflow: true,
    role: 'operator',
    arguments: [],
    summary: 'Hold the workflow at the next safe point.',
  },
  {
    name: 'resume',
    aliases: [],
    bare: false,
    needsWorkflow: true,
    role: 'operator',
    arguments: [],
    summary: 'Let the workflow go on.',
  },
  {
    name: 'status',
    aliases: [],
    bare: false,
    needsWorkflow: true,
    role: 'viewer',
    arguments: [],
    summary: 'Say how far the workflow is and what waits for a decision, with numbers.',
  },
  {
    name: 'start',
    aliases: [],
    bare: false,
    needsWorkflow: false,
    role: 'operator',
    arguments: [{ name: 'process', kind: 'process', required: true }, text('brief')],
    summary: 'Start a workflow of a process from a brief.',
  },
  {
    name: 'ask',
    aliases: [],
    bare: false,
    needsWorkflow: false,
    role: 'operator',
    arguments: [agent, text('question')],
    summary: 'Ask an agent; it answers here.',
  },
  {
    name: 'guide',
    aliases: [],
    bare: false,
    needsWorkflow: true,
    role: 'operator',
    arguments: [agent, text('guidance')],
    summary: 'Tell an agent what to heed in its next attempt.',
  },
  {
    name: 'help',
    aliases: [],
    bare: false,
    needsWorkflow: false,
    role: 'viewer',
    arguments: [],
    summary: 'List the commands.',
  },
];

/** The command of a name or alias, in any case. */
export function commandNamed(word: string): TextCommand | undefined {
  const name = word.toLowerCase();
  return TEXT_COMMANDS.find((command) => command.name === name || command.aliases.includes(name));
}

/** How a command is written: `[optional]`, `<required>`. */
export function usageOf(command: TextCommand): string {
  const shown = command.arguments.map(({ name, kind, required }) => {
    const word = kind === 'agent' ? `@${name}` : name;
    return required ? `<${word}>` : `[${word}]`;
  });
  return [`/${command.name}`, ...shown].join(' ');
}

/** The declaration as clients see it. */
export function commandViews(): TextCommandView[] {
  return TEXT_COMMANDS.map((command) => ({
    name: command.name,
    aliases: [...command.aliases],
    bare: command.bare,
    usage: usageOf(command),
    summary: command.summary,
    role: command.role,
    arguments: command.arguments.map((argument) => ({ ...argument })),
  }));
}

/** The help, one command a line. */
export function helpText(): string {
  return TEXT_COMMANDS.map((command) => `- \`${usageOf(command)}\`: ${command.summary}`).join('\n');
}
