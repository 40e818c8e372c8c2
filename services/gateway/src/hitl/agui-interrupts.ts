import type { Interrupt, ResumeEntry, RunFinishedInterruptOutcome } from '@ag-ui/core';

import { Problem } from '@botarmy/chassis';
import { isId } from '@botarmy/contracts';
import type { HitlRequestView, RespondToHitlRequestRequest } from '@botarmy/contracts';

/** Options of a decision are texts of an agent. */
const LONGEST_RESPONSE = 200;

/** How an AG-UI run ends that waits for people; undefined when nothing waits. */
export function interruptOutcomeOf(requests: readonly HitlRequestView[]): RunFinishedInterruptOutcome | undefined {
  const open = requests.filter(({ status }) => status === 'pending');
  return open.length === 0 ? undefined : { type: 'interrupt', interrupts: open.map(interruptOf) };
}

function interruptOf(request: HitlRequestView): Interrupt {
  const { id, type, title, description, workflow_id, agent_id, binding = null, votes } = request;
  return {
    id,
    reason: type,
    message: [title, description].filter((text) => text !== '').join('\n\n'),
    responseSchema: responseSchemaOf(request),
    metadata: { workflow_id, agent_id, binding, ...(votes === undefined ? {} : { votes: { ...votes } }) },
  };
}

/** What an answer looks like: one of what is offered, and for questions the values by their own schema. */
function responseSchemaOf({ options, response_schema }: HitlRequestView): Record<string, unknown> {
  const offered = options.map(({ value, label }) => ({ const: value, title: label }));
  return {
    type: 'object',
    required: response_schema === undefined ? ['response'] : ['input'],
    additionalProperties: false,
    properties: {
      response: { type: 'string', ...(offered.length === 0 ? {} : { oneOf: offered }) },
      feedback: { type: 'string', maxLength: 4_000 },
      modifications: { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 2_000 } },
      ...(response_schema === undefined ? {} : { input: response_schema }),
    },
  };
}

/**
 * The answers a resumed run gives; abandoned interrupts stay open for others.
 *
 * @throws {Problem} 400 `resume-invalid` for an entry that is no answer to a request
 */
export function answersOf(resume: readonly ResumeEntry[]): readonly RespondToHitlRequestRequest[] {
  return resume.flatMap(({ interruptId, status, payload }, index) => {
    if (status === 'cancelled') return [];
    const answer: unknown = typeof payload === 'string' ? { response: payload } : payload;
    const { feedback, modifications, input, ...rest } = (answer ?? {}) as Record<string, unknown>;
    // Values alone are an answer.
    const response = rest['response'] ?? (input === undefined ? undefined : 'approve');
    if (!isId(interruptId, 'hitl')) throw invalid(index, 'interruptId', 'is the id of no request');
    if (typeof response !== 'string' || response === '' || response.length > LONGEST_RESPONSE)
      throw invalid(index, 'payload.response', 'is one of what the interrupt offers');
    if (feedback !== undefined && typeof feedback !== 'string') throw invalid(index, 'payload.feedback', 'is a text');
    if (modifications !== undefined && !isTextList(modifications))
      throw invalid(index, 'payload.modifications', 'is a list of texts');
    if (input !== undefined && !isObject(input)) throw invalid(index, 'payload.input', 'is an object');
    return [
      {
        request_id: interruptId,
        response,
        ...(feedback === undefined ? {} : { feedback }),
        ...(modifications === undefined ? {} : { modifications }),
        ...(input === undefined ? {} : { input }),
      },
    ];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function invalid(index: number, field: string, message: string): Problem {
  return new Problem({
    status: 400,
    code: 'resume-invalid',
    title: 'Resume entry refused',
    detail: 'Correct the entries of "resume" listed under "errors"; nothing was answered.',
    errors: [{ path: `resume.${index}.${field}`, message }],
  });
}
