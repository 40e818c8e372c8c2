import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';

import { UsageError } from '../usage-error';
import { COMMON_OPTIONS } from './command';
import type { Command, CommandOption, Invocation } from './command';

/** What was typed, checked against the command. */
export type ParsedArguments = Pick<Invocation, 'argument' | 'requiredArgument' | 'text' | 'count' | 'flag' | 'list'>;

/**
 * Reads the arguments of a command.
 *
 * @throws {UsageError} an unknown option, a missing value, too many or too few arguments.
 */
export function parseArguments(command: Command, args: readonly string[]): ParsedArguments {
  const { values, positionals } = parse(command, args);
  const names = command.arguments ?? [];
  const missing = names.slice(positionals.length).find((name) => !isOptional(name));
  const isHelp = values['help'] === true;
  if (missing !== undefined && !isHelp) throw new UsageError(`<${missing}> is missing.`, command.name);
  if (positionals.length > names.length)
    throw new UsageError(`"${positionals[names.length]}" is one argument too many.`, command.name);
  const given = new Map(names.map((name, index) => [name.replace(/^\[|\]$/g, ''), positionals[index]]));
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    text,
    argument: (name) => given.get(name),
    requiredArgument: (name) => {
      const value = given.get(name);
      if (value === undefined || value === '') throw new UsageError(`<${name}> is missing.`, command.name);
      return value;
    },
    count: (option, { min, max }) => {
      const value = text(option);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (/^\d+$/.test(value) && number >= min && number <= max) return number;
      throw new UsageError(`--${option} takes a whole number from ${min} to ${max}.`, command.name);
    },
    flag: (option) => values[option] === true,
    list: (option) => {
      const value = values[option];
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    },
  };
}

function parse(command: Command, args: readonly string[]) {
  const options = { ...command.options, ...COMMON_OPTIONS };
  try {
    return parseArgs({ args: [...args], options: configOf(options), allowPositionals: true, strict: true });
  } catch (error) {
    // Node's own sentences about options say what is wrong with which.
    const [sentence = ''] = (error as Error).message.split('. ', 1);
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`, command.name);
  }
}

function configOf(options: Readonly<Record<string, CommandOption>>): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) },
    ]),
  );
}

function isOptional(name: string): boolean {
  return name.startsWith('[');
}
