import type { LoadedInput } from './agent-task';
import { asAttribute, asMaterial } from './delimiters';
import { estimateTokens } from './estimate-tokens';
import { shortenDocument } from './shorten-document';

/**
 * The inputs as elements of the prompt, within `tokens`. A task names its most important input first, so what does not
 * fit is taken from the last one, then from the one before. Undefined when even the shortened ones do not fit.
 */
export function fitInputs(inputs: readonly LoadedInput[], tokens: number): string[] | undefined {
  const elements = inputs.map((input) => renderInput(input, input.text));
  let excess = elements.reduce((sum, element) => sum + estimateTokens(element), 0) - tokens;
  for (const [index, input] of [...inputs.entries()].reverse()) {
    if (excess <= 0) break;
    const full = estimateTokens(elements[index] ?? '');
    const allowed = Math.max(0, estimateTokens(asMaterial(input.text)) - excess);
    const shortened = renderInput(input, shortenDocument(input.text, allowed));
    if (estimateTokens(shortened) >= full) continue;
    elements[index] = shortened;
    excess -= full - estimateTokens(shortened);
  }
  return excess > 0 ? undefined : elements;
}

function renderInput({ reference }: LoadedInput, text: string): string {
  const { path, sha256, version } = reference;
  const provenance = `path="${asAttribute(path)}" version="${version}" sha256="${sha256}"`;
  return `<input ${provenance}>\n${asMaterial(text).trimEnd()}\n</input>\n\n`;
}
