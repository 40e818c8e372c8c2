import { BotArmyProblem } from './botarmy-problem';
import type { ProblemField } from './botarmy-problem';

/**
 * Turns whatever a request ended with into a problem. A request that its caller aborted keeps its `AbortError`.
 *
 * @param error The parsed or raw body of a refusal, or what `fetch` threw.
 * @param response Absent when no answer arrived.
 */
export function problemFromFailure(error: unknown, response: Response | undefined, baseUrl: string): unknown {
  if (error instanceof BotArmyProblem) return error;
  if (response === undefined) return withoutAnswer(error, baseUrl);
  if (response.ok) return unreadable(error, response);
  return refused(error, response);
}

function withoutAnswer(error: unknown, baseUrl: string): unknown {
  const name = nameOf(error);
  if (name === 'AbortError') return error;
  if (name === 'TimeoutError') {
    const detail = `${baseUrl} did not answer in time: try again, or give it longer.`;
    return new BotArmyProblem({ status: 0, code: 'timed-out', title: 'No answer in time', detail }, { cause: error });
  }
  const detail = `Nothing answers at ${baseUrl}: start BotArmy with "npm start", or correct the address.`;
  return new BotArmyProblem({ status: 0, code: 'unreachable', title: 'Not reachable', detail }, { cause: error });
}

function unreadable(error: unknown, { status }: Response): unknown {
  if (nameOf(error) === 'AbortError') return error;
  const detail = 'The answer is not what the public API promises: is this the address of BotArmy?';
  return new BotArmyProblem(
    { status, code: 'unreadable-answer', title: 'Unreadable answer', detail },
    { cause: error },
  );
}

function refused(body: unknown, response: Response): BotArmyProblem {
  const { status } = response;
  const retryAfterMs = retryAfter(response.headers.get('Retry-After'));
  if (!isRecord(body) || typeof body['code'] !== 'string' || typeof body['detail'] !== 'string') {
    const title = response.statusText || `HTTP ${status}`;
    const detail = 'The answer is no problem document: something between this client and BotArmy gave it.';
    return new BotArmyProblem({ status, code: `http-${status}`, title, detail, retryAfterMs });
  }
  const {
    type: _type,
    status: _status,
    instance: _instance,
    title,
    code,
    detail,
    request_id,
    errors,
    ...members
  } = body;
  return new BotArmyProblem({
    status,
    code,
    title: typeof title === 'string' ? title : code,
    detail,
    requestId: typeof request_id === 'string' ? request_id : undefined,
    errors: Array.isArray(errors) ? errors.filter(isField) : [],
    retryAfterMs,
    members,
  });
}

/** `Retry-After` is a number of seconds or a date (RFC 9110). */
function retryAfter(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function isField(value: unknown): value is ProblemField {
  return isRecord(value) && typeof value['pointer'] === 'string' && typeof value['detail'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
}
