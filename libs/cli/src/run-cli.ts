import { BotArmyProblem, createBotArmyClient } from '@botarmy/sdk';

import { COMMANDS } from './command-tree';
import { EXIT_CODES, exitCodeOf } from './exit-codes';
import { DEFAULT_URL, isUnprotected, normalizeUrl } from './session/address';
import { CredentialStore } from './session/credentials';
import type { Surroundings } from './surroundings';
import type { Command } from './tree/command';
import { findCommand, unknownCommand } from './tree/find-command';
import { commandHelp, treeHelp } from './tree/help-text';
import { Output } from './tree/output';
import { parseArguments } from './tree/parse-arguments';
import type { ParsedArguments } from './tree/parse-arguments';
import { UsageError } from './usage-error';

/** Runs one command line (without the program's name) and resolves with the exit code; never throws. */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, signal } = surroundings;
  const output = new Output(stdout, stderr, args.includes('--json'));
  try {
    const found = findCommand(COMMANDS, args);
    if ('words' in found) return withoutCommand(args, found.words, output);
    const { command, rest } = found;
    const parsed = parseArguments(command, rest);
    if (parsed.flag('help')) {
      output.lines(commandHelp(command));
      return EXIT_CODES.ok;
    }
    return await run(command, parsed, surroundings);
  } catch (error) {
    if (signal.aborted || isAbort(error)) return EXIT_CODES.interrupted;
    return report(error, output);
  }
}

async function run(command: Command, parsed: ParsedArguments, surroundings: Surroundings): Promise<number> {
  const { environment, homeDirectory, stdout, stderr } = surroundings;
  const output = new Output(stdout, stderr, parsed.flag('json'));
  const credentials = new CredentialStore(environment, homeDirectory);
  const given = parsed.text('url') ?? nonEmpty(environment['BOTARMY_URL']);
  const baseUrl = normalizeUrl(given ?? (await credentials.currentUrl()) ?? DEFAULT_URL);
  const ownToken = parsed.text('token') ?? nonEmpty(environment['BOTARMY_TOKEN']);
  const token = ownToken ?? (await credentials.find(baseUrl))?.token;
  if (isUnprotected(baseUrl)) output.remark(`What is sent to ${baseUrl} can be read on the way: use https.`);
  const client = createBotArmyClient({
    baseUrl,
    ...(token === undefined ? {} : { token }),
    ...(surroundings.fetch === undefined ? {} : { fetch: surroundings.fetch }),
  });
  return command.run({ ...parsed, client, credentials, output, surroundings });
}

function withoutCommand(args: readonly string[], words: readonly string[], output: Output): number {
  const asksForHelp = words[0] === 'help' || args.includes('--help') || args.includes('-h');
  if (words.length > 0 && !asksForHelp) throw unknownCommand(COMMANDS, words);
  const help = treeHelp(COMMANDS);
  if (asksForHelp) output.lines(help);
  else for (const line of help) output.remark(line);
  return asksForHelp ? EXIT_CODES.ok : EXIT_CODES.usage;
}

function report(error: unknown, output: Output): number {
  if (error instanceof UsageError) {
    output.remark(error.message);
    output.remark(`Help: botarmy ${error.commandName ?? ''} --help`.replace('  ', ' '));
    return EXIT_CODES.usage;
  }
  if (!(error instanceof BotArmyProblem)) {
    output.remark(error instanceof Error ? error.message : String(error));
    return EXIT_CODES.failed;
  }
  const { status, code, title, detail, errors, requestId, members } = error;
  if (output.isJson) output.jsonLine({ status, code, title, detail, errors, request_id: requestId, ...members });
  output.remark(`${title}: ${detail}`);
  for (const field of errors) output.remark(`  ${field.pointer}: ${field.detail}`);
  if (status === 401 && code !== 'invalid-credentials') output.remark('Sign in with: botarmy login');
  if (status >= 500 && requestId !== undefined) output.remark(`Request id: ${requestId}`);
  return exitCodeOf(status);
}

function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
