import type { Capability } from '../models/capability';
import type { PromptPart } from '../providers/prompt-part';
import type { Prompt } from './prompt';

/** What a model must be able to do to answer a prompt with nothing of it lost. */
export function needsOf(prompt: Prompt): ReadonlySet<Capability> {
  const { messages, tools, output, parallelToolCalls } = prompt;
  const needs = new Set<Capability>(messages.flatMap(({ parts }) => parts.flatMap(needsOfPart)));
  const add = (capability: Capability, isNeeded: boolean): void => {
    if (isNeeded) needs.add(capability);
  };
  add('tools', tools.length > 0);
  add(
    'strict_tools',
    tools.some(({ isStrict }) => isStrict),
  );
  add('single_tool_call', tools.length > 0 && parallelToolCalls === false);
  add('json_output', output.kind === 'json');
  add('schema_output', output.kind === 'schema');
  add('embeddings', output.kind === 'embedding');
  add('reasoning_effort', prompt.reasoningEffort !== undefined);
  add('stop', prompt.stop.length > 0);
  add('seed', prompt.seed !== undefined);
  add('top_p', prompt.topP !== undefined);
  return needs;
}

function needsOfPart(part: PromptPart): Capability[] {
  switch (part.type) {
    case 'image':
      return ['url' in part.source ? 'image_urls' : 'images'];
    case 'file':
      return ['url' in part.source ? 'file_urls' : 'files'];
    case 'tool_call':
    case 'tool_result':
      return ['tools'];
    default:
      return [];
  }
}
