/** One question of an agent, as the request carries it. */
export interface AskedQuestion {
  readonly id: string;
  readonly text: string;
  /** The only answers there are. */
  readonly options?: readonly string[];
  /** JSON Schema of the answer; without options and schema it is a text. */
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly default?: unknown;
  readonly required: boolean;
  readonly depends_on?: { readonly question_id?: unknown; readonly answer?: unknown };
}

/** An answer kept so far, whoever gave it; without a name it was taken by default. */
export interface KeptAnswer {
  readonly question_id: string;
  readonly answer: unknown;
  readonly answered_by_name?: string;
}

/** An answer as it is sent. */
export interface SubmittedAnswer {
  readonly question_id: string;
  readonly answer: unknown;
}

/** What became of answers: `workflow_continued` when the workflow goes on with them. */
export interface SubmitAnswersReply {
  readonly success: boolean;
  readonly workflow_continued: boolean;
}

/** How a person gives an answer. */
export type AnswerControl = 'options' | 'yes-no' | 'number' | 'json' | 'text';

/** The control that fits a question. */
export function controlOf({ options, schema }: AskedQuestion): AnswerControl {
  if (options !== undefined) return 'options';
  const type = schema?.['type'];
  if (type === 'boolean') return 'yes-no';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'array' || type === 'object' ? 'json' : 'text';
}

/** What was typed as the value that is sent; undefined when it is none. */
export function valueOf(question: AskedQuestion, typed: string): unknown {
  const text = typed.trim();
  if (text === '') return undefined;
  switch (controlOf(question)) {
    case 'yes-no':
      return text === 'true';
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
    default:
      return typed;
  }
}

/** A value as it is typed. */
export function typedOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The questions that are asked, given what is answered so far: a follow-up only after the answer it depends on. */
export function askedOf(questions: readonly AskedQuestion[], typed: Readonly<Record<string, string>>): AskedQuestion[] {
  const asked: AskedQuestion[] = [];
  for (const question of questions) {
    const { depends_on: condition } = question;
    const before = asked.find(({ id }) => id === condition?.question_id);
    if (condition === undefined) asked.push(question);
    else if (before !== undefined && meets(valueOf(before, typed[before.id] ?? ''), condition.answer))
      asked.push(question);
  }
  return asked;
}

function meets(value: unknown, wanted: unknown): boolean {
  const same = (one: unknown): boolean => JSON.stringify(one) === JSON.stringify(wanted);
  return value !== undefined && (same(value) || (Array.isArray(value) && value.some(same)));
}
