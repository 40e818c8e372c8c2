import { mentionsOf, parseMessage } from './parse-message';
import { commandViews, helpText, TEXT_COMMANDS, usageOf } from './text-commands';

const ID = `hitl_${'a'.repeat(26)}`;

function commandOf(content: string, inWorkflow = true) {
  const parsed = parseMessage(content, inWorkflow);
  return parsed.kind === 'command' ? { name: parsed.command.name, ...parsed.values } : parsed;
}

describe('a message as a command', () => {
  it.each([
    ['accept', { name: 'accept' }],
    ['Accept.', { name: 'accept' }],
    ['/approve 2', { name: 'accept', request: '2' }],
    ['/approve #2 well done', { name: 'accept', request: '2', feedback: 'well done' }],
    [`/ACCEPT ${ID}`, { name: 'accept', request: ID }],
    ['/accept looks good', { name: 'accept', feedback: 'looks good' }],
    ['approve 2', { name: 'accept', request: '2' }],
    ['reject too dear', { name: 'reject', reason: 'too dear' }],
    ['reject 3 too dear', { name: 'reject', request: '3', reason: 'too dear' }],
    ['modify\nuse PostgreSQL\nnot MySQL', { name: 'modify', what: 'use PostgreSQL\nnot MySQL' }],
    ['/pause', { name: 'pause' }],
    ['  /resume  ', { name: 'resume' }],
    ['/status', { name: 'status' }],
    ['/start sdlc Build a shop', { name: 'start', process: 'sdlc', brief: 'Build a shop' }],
    ['/ask @architect why two services?', { name: 'ask', agent: 'architect', question: 'why two services?' }],
    ['/ask architect why?', { name: 'ask', agent: 'architect', question: 'why?' }],
    ['/guide @tester mind the edge cases', { name: 'guide', agent: 'tester', guidance: 'mind the edge cases' }],
    ['/help', { name: 'help' }],
  ])('is read from %j', (content, expected) => {
    expect(commandOf(content)).toEqual(expected);
  });

  it.each([
    ['reject', 'argument-missing', '/reject [request] <reason>'],
    ['reject 2', 'argument-missing', '"reason"'],
    ['modify', 'argument-missing', '"what"'],
    ['/start sdlc', 'argument-missing', '"brief"'],
    ['/start', 'argument-missing', '"process"'],
    ['/start ../etc/passwd brief', 'argument-missing', '"process"'],
    ['/ask', 'argument-missing', '@name'],
    ['/ask @architect', 'argument-missing', '"question"'],
    ['/pause now', 'command-malformed', 'takes nothing more'],
    ['/launch', 'unknown-command', '"/launch"'],
    ['/<script>alert(1)</script>', 'unknown-command', '"/scriptalert1/script"'],
    ['/', 'unknown-command', 'backslash'],
    [' \n\t ', 'message-empty', '/help'],
    ['@a @b @c @d @e @f', 'too-many-mentions', '5 agents'],
  ])('is refused for %j', (content, code, detail) => {
    expect(commandOf(content)).toEqual({ kind: 'refused', code, detail: expect.stringContaining(detail) });
  });

  it('counts without a slash in the thread of a workflow alone', () => {
    expect(parseMessage('reject the idea', false)).toMatchObject({ kind: 'text', text: 'reject the idea' });
    expect(commandOf('/reject the idea', false)).toMatchObject({ name: 'reject' });
    expect(parseMessage('acceptance criteria first', true)).toMatchObject({ kind: 'text' });
    expect(parseMessage('accept payments by card', true)).toMatchObject({ kind: 'text' });
    expect(parseMessage('pause', true)).toMatchObject({ kind: 'text' });
  });

  it('is plain text behind a backslash', () => {
    expect(parseMessage('\\reject is a harsh word', true)).toMatchObject({
      kind: 'text',
      text: 'reject is a harsh word',
    });
    expect(parseMessage('\\/etc/hosts is empty', true)).toMatchObject({ kind: 'text', text: '/etc/hosts is empty' });
  });
});

describe('mentions', () => {
  it('are agents named with an at sign, each once', () => {
    expect(mentionsOf('@architect, ask @tester; thanks @architect!')).toEqual(['architect', 'tester']);
  });

  it('are no addresses of mail and no parts of words', () => {
    expect(mentionsOf('write to ada@example.com or a@@b or x@architect')).toEqual([]);
  });
});

describe('help and completion', () => {
  it('come from the declaration the parser reads', () => {
    for (const command of TEXT_COMMANDS) expect(helpText()).toContain(usageOf(command));
    expect(commandViews().map(({ name }) => name)).toEqual(TEXT_COMMANDS.map(({ name }) => name));
    expect(commandViews().find(({ name }) => name === 'reject')).toMatchObject({
      bare: true,
      role: 'approver',
      usage: '/reject [request] <reason>',
      arguments: [
        { name: 'request', kind: 'request', required: false },
        { name: 'reason', kind: 'text', required: true },
      ],
    });
  });
});
