import type { AgentQuestion } from '../model/question';
import { responseSchemaOf, standingOfRound, valueProblems } from './complete-answers';
import { checkQuestions, readQuestions } from './read-questions';

const block = (json: string) => `Some words first.\n\n\`\`\`json questions\n${json}\n\`\`\`\n`;
const DATABASE = { id: 'database', text: 'Which database?', options: ['PostgreSQL', 'SQLite'], default: 'PostgreSQL' };

describe('questions in an answer', () => {
  it('are read from their block; required unless they say otherwise', () => {
    expect(readQuestions(block(JSON.stringify([DATABASE])))).toEqual({
      ok: true,
      questions: [{ ...DATABASE, required: true }],
    });
  });

  it('are none in a document', () => {
    expect(readQuestions('# Requirements\n\n## Overview\n\nWords.\n')).toBeUndefined();
  });

  it.each([
    ['a block that is never closed', '```json questions\n[]', 'The block of questions is not closed.'],
    ['text that is no JSON', block('{'), 'The block of questions is not valid JSON.'],
    ['no question at all', block('[]'), 'The questions must be a list of 1 to 10.'],
    ['a list that is too long', block(JSON.stringify(Array(11).fill(DATABASE))), 'must be a list of 1 to 10'],
    ['a text instead of an object', block('["why"]'), 'Question 1 must be an object.'],
    ['an id with a space', block('[{"id":"a b","text":"Why?"}]'), 'Question 1 needs an id'],
    ['an id twice', block(JSON.stringify([DATABASE, DATABASE])), 'Question 2 has the id of another one.'],
    ['no text', block('[{"id":"a","text":" "}]'), 'Question 1 needs a text'],
    ['a member nobody asked for', block('[{"id":"a","text":"Why?","answer":1}]'), 'not asked for: answer'],
    ['one option alone', block('[{"id":"a","text":"Why?","options":["x"]}]'), '2 to 20 different texts'],
    ['options and a schema', block('[{"id":"a","text":"Why?","options":["x","y"],"schema":{}}]'), 'give one of them'],
    ['a schema with a pattern', block('[{"id":"a","text":"?","schema":{"type":"string","pattern":"x"}}]'), 'pattern'],
    ['a default that is no option', block(JSON.stringify([{ ...DATABASE, default: 'DB2' }])), 'must be one of'],
    [
      'a follow-up to a later question',
      block('[{"id":"a","text":"?","depends_on":{"question_id":"b","answer":1}}]'),
      'earlier',
    ],
    ['more bytes than people can read', block(`"${'x'.repeat(17_000)}"`), 'more than 16384 bytes'],
  ])('are refused with %s', (_what, answer, problem) => {
    const reading = readQuestions(answer);
    expect(reading).toMatchObject({ ok: false });
    expect(reading?.ok === false ? reading.problems.join(' ') : '').toContain(problem);
  });
});

describe('a round of questions', () => {
  const questions: readonly AgentQuestion[] = [
    { ...DATABASE, required: true },
    {
      id: 'version',
      text: 'Which version?',
      required: false,
      depends_on: { question_id: 'database', answer: 'SQLite' },
    },
    { id: 'users', text: 'How many users?', schema: { type: 'integer', minimum: 1, maximum: 1_000 }, required: true },
  ];

  it('is open until somebody answered what is asked', () => {
    const standing = standingOfRound(questions, {}, false);
    expect(standing.open.map(({ id }) => id)).toEqual(['database', 'users']);
    expect(standing.answers).toEqual([]);
  });

  it('asks a follow-up when the answer it depends on was given, and leaves it out when it was not', () => {
    expect(standingOfRound(questions, { database: 'SQLite' }, false).open.map(({ id }) => id)).toEqual([
      'version',
      'users',
    ]);
    expect(standingOfRound(questions, { database: 'PostgreSQL', version: '3' }, false).answers).toHaveLength(1);
  });

  it('takes defaults when people go on, and says what nobody may leave out', () => {
    const standing = standingOfRound(questions, {}, true);
    expect(standing.answers).toEqual([
      { question_id: 'database', question: 'Which database?', answer: 'PostgreSQL', given_by: 'default' },
    ]);
    expect(standing.missing.map(({ id }) => id)).toEqual(['users']);
  });

  it('meets a condition with one item of a list', () => {
    const many: readonly AgentQuestion[] = [
      { id: 'a', text: 'A?', schema: { type: 'array', items: { type: 'string' } }, required: true },
      { id: 'b', text: 'B?', required: true, depends_on: { question_id: 'a', answer: 'two' } },
    ];
    expect(standingOfRound(many, { a: ['one', 'two'] }, false).open.map(({ id }) => id)).toEqual(['b']);
  });

  it('has one schema for all its answers', () => {
    expect(responseSchemaOf(questions)).toEqual({
      type: 'object',
      properties: {
        database: { type: 'string', title: 'Which database?', enum: ['PostgreSQL', 'SQLite'] },
        version: { type: 'string', title: 'Which version?', minLength: 1, maxLength: 2_000 },
        users: { title: 'How many users?', type: 'integer', minimum: 1, maximum: 1_000 },
      },
      required: ['users'],
    });
  });

  it.each([
    [0, 'DB2', 'must be one of "PostgreSQL", "SQLite"'],
    [1, ' ', 'must be a text that says something'],
    [1, 7, 'must be a text that says something'],
    [1, 'x'.repeat(2_001), 'takes more than 2000 characters'],
    [2, 0, 'must be at least 1'],
    [2, 1_001, 'must be at most 1000'],
    [2, 1.5, 'must be of type integer'],
    [2, '7', 'must be of type integer'],
  ])('refuses for question %i the answer %j', (index, value, problem) => {
    const question = questions[index];
    expect(question === undefined ? '' : valueProblems(question, value, 'it').join(' ')).toContain(problem);
  });

  it('checks objects, lists and texts by their schema', () => {
    const question: AgentQuestion = {
      id: 'team',
      text: 'Who?',
      required: true,
      schema: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 2, maxLength: 4 },
          roles: { type: 'array', maxItems: 1, items: { type: 'string', enum: ['dev'] } },
          isRemote: { type: 'boolean' },
        },
        required: ['name'],
      },
    };
    const problemsOf = (value: Parameters<typeof valueProblems>[1]) => valueProblems(question, value, 'it');
    expect(problemsOf({ name: 'Ada', roles: ['dev'], isRemote: true })).toEqual([]);
    expect(problemsOf({})).toEqual(['it.name is missing.']);
    expect(problemsOf({ name: 'A' })).toEqual(['it.name must have at least 2 characters.']);
    expect(problemsOf({ name: 'Ada Lovelace' })).toEqual(['it.name must have at most 4 characters.']);
    expect(problemsOf({ name: 'Ada', roles: ['ops'] })).toEqual(['it.roles[0] must be one of dev.']);
    expect(problemsOf({ name: 'Ada', roles: ['dev', 'dev'] })).toEqual(['it.roles must have at most 1 items.']);
    expect(problemsOf({ name: 'Ada', age: 36 })).toEqual(['it.age is not asked for.']);
    expect(problemsOf([])).toEqual(['it must be of type object.']);
  });

  it.each([
    [[], 'must be a JSON Schema object'],
    [{ type: 'text' }, 'must be one of string'],
    [{ type: 'string', maxLength: '3' }, 'must be a number'],
    [{ type: 'string', title: 'x'.repeat(201) }, 'at most 200 characters'],
    [{ type: 'string', enum: [] }, 'list of texts or numbers'],
    [{ type: 'object', required: 'a' }, 'must be a list of names'],
    [{ type: 'object', properties: [] }, 'must be an object of schemas'],
    [{ type: 'array', items: { type: 'array', items: { type: 'array', items: { type: 'array' } } } }, 'nested'],
  ])('takes no schema %j', (schema, problem) => {
    const reading = checkQuestions([{ id: 'a', text: 'A?', schema }]);
    expect(reading.ok ? '' : reading.problems.join(' ')).toContain(problem);
  });
});
