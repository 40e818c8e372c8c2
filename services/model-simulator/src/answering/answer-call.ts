import { createHash } from 'node:crypto';

import type { SimulatedAnswer, SimulatedCall } from '../calls/simulated-call';
import { parsePrompt } from '../prompt/parse-prompt';
import type { TaskPrompt } from '../prompt/task-prompt';
import type { Script } from '../scripting/script';
import { composeDocument } from '../writing/compose-document';
import { answerChat } from './answer-chat';
import { answerJson } from './answer-json';
import { askPeople } from './ask-people';
import { inputTokensOf, piecesOf } from './tokens';

/** Makes the whole answer of a call. The text depends on the prompt and the script alone; id and time are given. */
export function answerCall(
  call: SimulatedCall,
  task: TaskPrompt | undefined,
  script: Script,
  identity: { id: string; createdAt: number },
): SimulatedAnswer {
  const toolCalls = toolCallsFor(call, script);
  const full = script.text ?? (toolCalls.length > 0 ? '' : textFor(call, task, script));
  const stopped = cutAtStop(full, call.stopSequences);
  const pieces = piecesOf(stopped);
  const limit = call.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const kept = pieces.length > limit ? pieces.slice(0, limit) : pieces;
  const isCut = kept.length < pieces.length;
  const called = isCut ? [] : toolCalls;
  const reasoningTokens = script.usage?.reasoning_tokens ?? piecesOf(script.reasoning ?? '').length;
  return {
    ...identity,
    text: kept.join(''),
    pieces: kept,
    finish: isCut
      ? 'length'
      : stopped.length < full.length
        ? 'stop-sequence'
        : called.length > 0
          ? 'tool-calls'
          : 'stop',
    toolCalls: called.map((toolCall, index) => ({ ...toolCall, id: `call_${identity.id.slice(-12)}_${index}` })),
    reasoning: script.reasoning ?? '',
    inputTokens: script.usage?.input_tokens ?? inputTokensOf(call.turns),
    outputTokens: script.usage?.output_tokens ?? kept.length + reasoningTokens + tokensOfCalls(called),
    cacheReadTokens: script.usage?.cache_read_tokens ?? 0,
    cacheWriteTokens: script.usage?.cache_write_tokens ?? 0,
    reasoningTokens,
    hidesUsage: script.fault?.kind === 'no-usage',
  };
}

type NamedCall = { readonly name: string; readonly arguments: string };

/** The scripted calls; else the one that has to be made, with arguments that fit its schema. */
function toolCallsFor({ tools, mustCall, turns }: SimulatedCall, script: Script): readonly NamedCall[] {
  if (script.tool_calls !== undefined) return script.tool_calls;
  if (mustCall === undefined || mustCall === false) return [];
  const tool = mustCall === true ? tools[0] : tools.find(({ name }) => name === mustCall);
  if (tool === undefined) return [];
  const prompt = turns.filter((turn) => turn.role === 'user').at(-1)?.text ?? '';
  return [
    { name: tool.name, arguments: answerJson({ type: 'object', properties: {}, ...tool.parameters }, prompt, '') },
  ];
}

function tokensOfCalls(calls: readonly NamedCall[]): number {
  return calls.reduce((sum, { name, arguments: text }) => sum + piecesOf(name).length + piecesOf(text).length, 0);
}

/** The structured task of a call, if it has one. */
export function taskOf(call: SimulatedCall): TaskPrompt | undefined {
  return parsePrompt(call.turns);
}

/** SHA-256 of the conversation, by which two calls with the same words are recognised. */
export function promptHashOf(call: SimulatedCall): string {
  const hash = createHash('sha256');
  for (const turn of call.turns) hash.update(`${turn.role}\u0000${turn.text}\u0000`);
  return hash.digest('hex');
}

function textFor(call: SimulatedCall, task: TaskPrompt | undefined, script: Script): string {
  const asked = task === undefined ? undefined : askPeople(task);
  if (asked !== undefined) return asked;
  const text = task ? composeDocument(task, { omitSections: script.omit_sections }) : answerChat(call.turns);
  if (!call.jsonSchema) return text;
  const prompt = task?.inputs[0]?.text ?? call.turns.filter((turn) => turn.role === 'user').at(-1)?.text ?? '';
  return answerJson(call.jsonSchema, prompt, text);
}

function cutAtStop(text: string, stopSequences: readonly string[]): string {
  const positions = stopSequences.map((stop) => (stop ? text.indexOf(stop) : -1)).filter((position) => position >= 0);
  return positions.length > 0 ? text.slice(0, Math.min(...positions)) : text;
}
