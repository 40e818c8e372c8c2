import { checkOutputContract } from '../contract/check-output-contract';
import type { OutputContract, ValueSchema } from '../contract/output-contract';
import { readValues } from '../contract/read-values';
import type { JsonRecord } from '../model/json-value';
import type { ContractEvidence } from '../model/values';
import type { ModelAnswer, TaskOutput } from './agent-task';
import { AttemptFailure } from './attempt-failure';

/** What one artifact version may hold, in bytes. */
const LARGEST_DOCUMENT_BYTES = 524_288;
/** A whole answer inside one code fence, as many models give it in spite of being asked not to. */
const FENCED = /^```(?:markdown|md)[ \t]*\r?\n([\s\S]*?)\r?\n```$/u;

/** An answer read as a document. */
export interface CheckedAnswer {
  readonly document: string;
  /** Empty when the document may be stored. */
  readonly problems: readonly string[];
  readonly words: number;
}

/** Evidence as the runner reports it. */
export type MeasuredEvidence = Omit<ContractEvidence, 'missing_sections' | 'problems'> & { missing_sections: string[] };

/**
 * Reads an answer as a document and checks it. An answer that was cut off is never a document, however good it looks.
 *
 * @throws {AttemptFailure} `answer-withheld` when the provider withheld the answer.
 */
export function checkAnswer(reply: Pick<ModelAnswer, 'text' | 'finish_reason'>, contract: TaskOutput): CheckedAnswer {
  if (reply.finish_reason === 'content_filter') {
    const detail = 'The provider withheld the answer for its content: change the brief or the route, then start again.';
    throw new AttemptFailure('answer-withheld', detail, { retryable: false });
  }
  const document = readDocument(reply.text);
  const check = checkOutputContract(document, contractOf(contract));
  const problems = [...endingProblems(reply.finish_reason), ...sizeProblems(document), ...check.problems];
  return { document, problems, words: check.words };
}

/** What the checker finds in a document that is stored already. */
export function evidenceOf(document: string, contract: TaskOutput, repairs: number): MeasuredEvidence {
  const { passed, words, missing_sections } = checkOutputContract(document, contractOf(contract));
  return { passed, words, missing_sections: [...missing_sections], repairs };
}

/** The values a document states, when its contract asks for some. */
export function valuesOf(document: string, contract: TaskOutput): JsonRecord | undefined {
  const { values } = contractOf(contract);
  if (values === undefined) return undefined;
  const reading = readValues(document, values);
  return reading.ok ? reading.values : undefined;
}

/** The contract of the message in the words of the checker; the orchestrator validated the schemas of the values. */
function contractOf(contract: TaskOutput): OutputContract {
  const { values, ...rest } = contract;
  return values === undefined ? rest : { ...rest, values: values as Readonly<Record<string, ValueSchema>> };
}

/** The answer without byte order mark, surrounding blank lines and enclosing fence; ends with one line feed. */
export function readDocument(text: string): string {
  const trimmed = text.trim();
  const document = (FENCED.exec(trimmed)?.[1] ?? trimmed).trim();
  return document === '' ? '' : `${document}\n`;
}

function endingProblems(finishReason: string): string[] {
  if (finishReason === 'stop') return [];
  return finishReason === 'length'
    ? ['The answer was cut off at the output limit: write a shorter document.']
    : ['The answer ended before the document was complete: write the whole document.'];
}

function sizeProblems(document: string): string[] {
  const bytes = Buffer.byteLength(document);
  return bytes <= LARGEST_DOCUMENT_BYTES
    ? []
    : [`The document has ${bytes} bytes; at most ${LARGEST_DOCUMENT_BYTES} are allowed.`];
}
