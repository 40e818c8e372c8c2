import { COMMANDS } from '../command-tree';
import { EXIT_CODES, exitCodeOf } from '../exit-codes';
import { DEFAULT_URL, isUnprotected, normalizeUrl } from '../session/address';
import { findCommand, unknownCommand } from './find-command';
import { commandHelp, treeHelp } from './help-text';
import { parseArguments } from './parse-arguments';

const find = (...args: string[]) => {
  const found = findCommand(COMMANDS, args);
  return 'words' in found ? found.words : [found.command.name, ...found.rest];
};
const parse = (...args: string[]) => {
  const found = findCommand(COMMANDS, args);
  if ('words' in found) throw new Error('no such command');
  return parseArguments(found.command, found.rest);
};

describe('a command', () => {
  it('is found by its one to three words, with options of every command before and between', () => {
    expect(find('whoami')).toEqual(['whoami']);
    expect(find('workflow', 'list', '--limit', '5')).toEqual(['workflow list', '--limit', '5']);
    expect(find('--json', '--url', 'http://x', 'workflow', '--token=t', 'status', 'wf_a')).toEqual([
      'workflow status',
      '--json',
      '--url',
      'http://x',
      '--token=t',
      'wf_a',
    ]);
  });

  it('that does not exist leads to those that do', () => {
    expect(find('workflow', 'dance')).toEqual(['workflow', 'dance']);
    expect(unknownCommand(COMMANDS, ['workflow', 'dance']).message).toContain('workflow start');
    expect(unknownCommand(COMMANDS, ['dance']).message).toBe('There is no command "dance".');
    expect(find()).toEqual([]);
    expect(find('--limit', 'workflow', 'list')).toEqual([]);
    expect(find('--', 'workflow', 'list')).toEqual([]);
  });

  it('has a name of its own, a summary without a full stop and documented options', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary, options = {} } of COMMANDS) {
      expect(summary).toMatch(/[^.]$/);
      for (const { type, value, description } of Object.values(options)) {
        expect(description).not.toBe('');
        expect(value !== undefined).toBe(type === 'string');
      }
    }
  });

  it('is in the help, which lists every exit code', () => {
    const help = treeHelp(COMMANDS).join('\n');
    for (const { name } of COMMANDS) expect(help).toContain(`  ${name}`);
    for (const code of Object.values(EXIT_CODES)) expect(help).toMatch(new RegExp(`^  ${code}\\b`, 'm'));
    const respond = COMMANDS.find(({ name }) => name === 'hitl respond');
    expect(respond && commandHelp(respond).join('\n')).toMatch(
      /botarmy hitl respond <request-id> <response>[^]*may be repeated[^]*-h, --help/,
    );
  });
});

describe('arguments', () => {
  it('are read by name', () => {
    const parsed = parse(
      'hitl',
      'respond',
      'hitl_a',
      'modify',
      '--modification',
      'a',
      '--modification=b',
      '--feedback',
      'c',
    );
    expect(parsed.requiredArgument('request-id')).toBe('hitl_a');
    expect(parsed.argument('response')).toBe('modify');
    expect(parsed.list('modification')).toEqual(['a', 'b']);
    expect(parsed.text('feedback')).toBe('c');
    expect(parsed.text('idempotency-key')).toBeUndefined();
    expect(parsed.flag('json')).toBe(false);
    expect(parse('workflow', 'list').list('nothing')).toEqual([]);
    expect(parse('workflow', 'start', '--', '-brief').argument('brief')).toBe('-brief');
  });

  it.each([
    [['workflow', 'status'], '<workflow-id> is missing.'],
    [['workflow', 'status', 'a', 'b'], '"b" is one argument too many.'],
    [['workflow', 'list', '--nonsense'], "Unknown option '--nonsense'."],
    [['workflow', 'list', '--status'], "Option '--status <value>' argument missing."],
    [['workflow', 'list', '--json=1'], "Option '--json' does not take an argument."],
  ])('%j are refused: %s', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });

  it('may be missing when help is asked for', () => {
    expect(parse('workflow', 'status', '--help').flag('help')).toBe(true);
    expect(() => parse('workflow', 'status', '').requiredArgument('workflow-id')).toThrow('<workflow-id> is missing.');
  });

  it('are whole numbers within bounds where they count', () => {
    const bounds = { min: 1, max: 100 };
    expect(parse('workflow', 'list', '--limit', '5').count('limit', bounds)).toBe(5);
    expect(parse('workflow', 'list').count('limit', bounds)).toBeUndefined();
    for (const limit of ['0', '101', '1.5', 'x', '1e1'])
      expect(() => parse('workflow', 'list', '--limit', limit).count('limit', bounds)).toThrow('from 1 to 100');
  });
});

describe('an address', () => {
  it('has one form', () => {
    expect(normalizeUrl('HTTP://Example.com:80/')).toBe('http://example.com');
    expect(normalizeUrl('https://example.com/botarmy/?x#y')).toBe('https://example.com/botarmy');
    expect(normalizeUrl(DEFAULT_URL)).toBe(DEFAULT_URL);
  });

  it.each(['example.com', 'ftp://example.com', 'http://user:password@example.com', ''])('is not "%s"', (text) => {
    expect(() => normalizeUrl(text)).toThrow(/address/);
  });

  it('is unprotected when it is plain HTTP to another machine', () => {
    const unprotected = ['http://example.com', 'http://127.example.com'];
    const safe = ['https://example.com', 'http://localhost:8000', 'http://127.0.0.1:8000', 'http://[::1]:8000'];
    expect(unprotected.map(isUnprotected)).toEqual([true, true]);
    expect(safe.map(isUnprotected)).toEqual([false, false, false, false]);
  });
});

describe('an exit code', () => {
  it.each([
    [401, 3],
    [403, 3],
    [404, 4],
    [409, 5],
    [0, 6],
    [503, 6],
    [422, 1],
    [500, 1],
  ])('of status %i is %i', (status, code) => {
    expect(exitCodeOf(status)).toBe(code);
  });
});
