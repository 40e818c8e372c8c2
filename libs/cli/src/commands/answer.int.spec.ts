import { CliRig } from '../cli-rig.fixture';

const QUESTIONS = [
  { id: 'database', text: 'Which database?', options: ['PostgreSQL', 'SQLite'], default: 'PostgreSQL', required: true },
  { id: 'users', text: 'How many users?', schema: { type: 'integer' }, required: true },
];

describe('answering an agent at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
    rig.answer('GET /api/interactive/sessions/hitl_a', () => ({
      session_id: 'hitl_a',
      status: 'waiting_for_answer',
      current_question: { question_id: 'database', question: 'Which database?' },
      questions: QUESTIONS,
      answers: [],
    }));
  });
  afterEach(() => rig.remove());

  const sent = (): unknown[] => rig.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
  const replies = (...next: (string | null)[]): void =>
    rig.answer('POST /api/interactive/sessions/hitl_a/answers', () => {
      const id = next.shift() ?? null;
      return {
        success: true,
        next_question: id === null ? null : { question_id: id, question: 'How many users?' },
        workflow_continued: id === null,
      };
    });

  it('sends answers given as options of the command', async () => {
    replies(null);
    const { stdout, code } = await rig.run([
      'answer',
      'hitl_a',
      '--answer',
      'database=2',
      '--answer',
      'users=40',
      '--continue',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('The workflow goes on.');
    expect(sent()).toEqual([
      {
        answers: [
          { question_id: 'database', answer: 'SQLite' },
          { question_id: 'users', answer: 40 },
        ],
        continue: true,
      },
    ]);
  });

  it('keeps answers and says what is open', async () => {
    replies('users');
    const { stdout } = await rig.run(['answer', 'hitl_a', '--answer', 'database=SQLite', '--wait']);
    expect(stdout).toContain('Still open: How many users?');
    expect(sent()).toEqual([{ answers: [{ question_id: 'database', answer: 'SQLite' }], continue: false }]);
  });

  it('asks one by one at a terminal, then goes on', async () => {
    replies('users', null, null);
    const { stderr, code } = await rig.run(['answer', 'hitl_a'], {
      isTTY: true,
      typed: [
        { prompt: 'Which database?', line: '1' },
        { prompt: 'How many users?', line: '500' },
      ],
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/1\. PostgreSQL[^]*2\. SQLite[^]*Enter: PostgreSQL/);
    expect(sent()).toEqual([
      { answers: [{ question_id: 'database', answer: 'PostgreSQL' }], continue: false },
      { answers: [{ question_id: 'users', answer: 500 }], continue: false },
      { answers: [], continue: true },
    ]);
  });

  it('takes the default for an empty line', async () => {
    replies('users', null);
    await rig.run(['answer', 'hitl_a'], {
      isTTY: true,
      typed: [
        { prompt: 'Which database?', line: '' },
        { prompt: 'How many users?', line: '' },
      ],
    });
    expect(sent()).toEqual([
      { answers: [{ question_id: 'database', answer: 'PostgreSQL' }], continue: false },
      { answers: [], continue: true },
    ]);
  });

  it.each([
    [['answer', 'hitl_a', '--continue', '--wait'], 'exclude each other'],
    [['answer', 'hitl_a', '--answer', 'SQLite'], 'wants <question>=<answer>'],
    [['answer', 'hitl_a'], 'no terminal'],
  ])('refuses %j', async (args, words) => {
    const { stderr, code } = await rig.run(args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(words);
    expect(sent()).toEqual([]);
  });
});
