import type { ReasoningPart, ToolCallPart } from '../providers/prompt-part';
import { RestoringFilter } from './restoring-filter';
import type { Vault } from './vault';

/** Where the text of an answer goes. */
interface Sink {
  readonly delta: (text: string) => void;
  readonly reset: () => void;
}

/** Puts values back into what a caller is given. */
export class Restorer {
  constructor(
    private readonly vault: Vault,
    /** Whether the text of the answer is JSON. */
    private readonly isJson: boolean,
  ) {}

  text(text: string): string {
    return this.isJson ? this.vault.restoreJson(text) : this.vault.restore(text);
  }

  toolCall(call: ToolCallPart): ToolCallPart {
    return { ...call, arguments: this.vault.restoreJson(call.arguments) };
  }

  reasoning(part: ReasoningPart): ReasoningPart {
    return part.signature === undefined ? { ...part, text: this.vault.restore(part.text) } : part;
  }

  /** A sink before the given one; `end` passes on what is left. */
  before(sink: Sink): Sink & { readonly end: () => void } {
    const filterOf = (): RestoringFilter => new RestoringFilter((text) => this.text(text));
    let filter = filterOf();
    const pass = (text: string): void => {
      if (text !== '') sink.delta(text);
    };
    return {
      delta: (text) => pass(filter.add(text)),
      reset: () => {
        filter = filterOf();
        sink.reset();
      },
      end: () => pass(filter.end()),
    };
  }
}
