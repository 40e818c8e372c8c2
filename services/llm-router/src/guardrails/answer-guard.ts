import type { ProviderAnswer } from '../asking/provider-exchange';
import type { ToolCallPart } from '../providers/prompt-part';
import type { GuardReport } from './guard-report';
import { guardJson, guardText } from './guard-text';
import type { GuardTools } from './guard-text';
import { isStrict } from './policy';
import { RedactingFilter } from './redacting-filter';

/** Watches one answer: its text as it streams where the policy may change it, else once it is whole; tool calls and reasoning at the end. */
export class AnswerGuard {
  private filter: RedactingFilter | undefined;

  constructor(
    private readonly tools: GuardTools,
    private readonly keepPlaceholders: () => Promise<void>,
    /** False where the answer is no text: then the question alone counts. */
    private readonly isText = true,
  ) {
    this.reset();
  }

  /** What may pass of a piece. @throws {BlockedText} */
  add(piece: string): string {
    return this.filter === undefined ? piece : this.filter.add(piece);
  }

  /** The rest. @throws {BlockedText} */
  end(): string {
    return this.filter?.end() ?? '';
  }

  /** Another answer starts from nothing. */
  reset(): void {
    this.tools.tally.reset('output');
    this.filter = this.isText && isStrict(this.tools.policy) ? new RedactingFilter(this.tools) : undefined;
  }

  /** The answer as it is recorded, given the text that has passed. @throws {BlockedText} */
  whole(answer: ProviderAnswer, passedText: string): ProviderAnswer {
    if (!this.isText) return answer;
    if (this.filter === undefined) guardText(answer.text, 'output', this.tools);
    return {
      ...answer,
      text: this.filter === undefined ? answer.text : passedText,
      // What a provider signed has to come back to it unchanged; nobody else is told it.
      reasoning: answer.reasoning.map((part) =>
        part.signature === undefined ? { ...part, text: guardText(part.text, 'output', this.tools) } : part,
      ),
      toolCalls: answer.toolCalls.map((call): ToolCallPart => ({
        ...call,
        arguments: guardJson(call.arguments, 'output', this.tools),
      })),
    };
  }

  /** Keeps what stands behind new placeholders. */
  keep(): Promise<void> {
    return this.keepPlaceholders();
  }

  /** What was found so far, in the question as well; undefined when nothing. */
  get report(): GuardReport | undefined {
    return this.tools.tally.report;
  }
}
