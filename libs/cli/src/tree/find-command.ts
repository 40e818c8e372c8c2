import { UsageError } from '../usage-error';
import { COMMON_OPTIONS } from './command';
import type { Command } from './command';

/** Which command a command line means, and its remaining arguments. */
export interface FoundCommand {
  readonly command: Command;
  readonly rest: readonly string[];
}

/**
 * Finds the command by its words; options every command takes may stand before and between them. Returns the words as
 * they are when there is no such command.
 */
export function findCommand(commands: readonly Command[], args: readonly string[]): FoundCommand | { words: string[] } {
  const places = wordPlaces(args);
  const words = places.map((place) => args[place] ?? '');
  for (const count of [3, 2, 1]) {
    const name = words.slice(0, count).join(' ');
    const command = words.length >= count ? commands.find((candidate) => candidate.name === name) : undefined;
    if (command === undefined) continue;
    const taken = new Set(places.slice(0, count));
    return { command, rest: args.filter((_, index) => !taken.has(index)) };
  }
  return { words };
}

/** Says what a mistyped command could have been. */
export function unknownCommand(commands: readonly Command[], words: readonly string[]): UsageError {
  const [group = ''] = words;
  const members = commands.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => name);
  if (members.length === 0) return new UsageError(`There is no command "${group}".`);
  return new UsageError(`"${words.slice(0, 2).join(' ')}" is no command; there are: ${members.join(', ')}.`);
}

/** Where the first three words stand that are neither options nor values of options. */
function wordPlaces(args: readonly string[]): number[] {
  const places: number[] = [];
  for (let index = 0; index < args.length && places.length < 3; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') break;
    if (!arg.startsWith('-')) places.push(index);
    else if (COMMON_OPTIONS[arg.slice(2)]?.type === 'string') index += 1;
    // Any other option belongs to a command, so its words are complete.
    else if (COMMON_OPTIONS[arg.slice(2).split('=', 1)[0] ?? ''] === undefined && arg !== '-h') break;
  }
  return places;
}
