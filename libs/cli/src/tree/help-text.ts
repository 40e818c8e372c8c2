import { EXIT_CODE_MEANINGS } from '../exit-codes';
import { COMMON_OPTIONS } from './command';
import type { Command, CommandOption } from './command';

/** Help of the whole tree. */
export function treeHelp(commands: readonly Command[]): string[] {
  return [
    'botarmy <command> [options]',
    '',
    ...columns(commands.map((command) => [usageOf(command), command.summary])),
    '',
    'Options of every command:',
    ...optionLines(COMMON_OPTIONS),
    '',
    'Exit codes:',
    ...columns(EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning])),
  ];
}

/** Help of one command. */
export function commandHelp(command: Command): string[] {
  return [
    `botarmy ${usageOf(command)} [options]`,
    '',
    `${command.summary}.`,
    '',
    'Options:',
    ...optionLines({ ...command.options, ...COMMON_OPTIONS }),
  ];
}

function usageOf({ name, arguments: names = [] }: Command): string {
  return [name, ...names.map((argument) => (argument.startsWith('[') ? argument : `<${argument}>`))].join(' ');
}

function optionLines(options: Readonly<Record<string, CommandOption>>): string[] {
  return columns(
    Object.entries(options).map(([name, { short, value, multiple, description }]) => [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      multiple === true ? `${description}; may be repeated` : description,
    ]),
  );
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
