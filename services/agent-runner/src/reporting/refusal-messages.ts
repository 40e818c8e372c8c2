import { deliveryRefused, UnsafeSubjectTokenError } from '@botarmy/contracts';
import type { DeliveryRefused, ExecuteAgentTask } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { DeliveryFailure, OutgoingMessage } from '@botarmy/messaging';

import { failedMessage, fenceOf } from './outcome-messages';
import { readableTask } from './readable-task';

/** UTF-16 code units of the parked text at most. */
const PAYLOAD_CHARACTERS = 200_000;
/** Bytes the parked text may take as JSON, so that the whole stays below the broker's largest message. */
const PAYLOAD_BYTES = 700_000;
/** Tenant of messages whose subject names none that can be used. */
const UNKNOWN_TENANT = 'unknown';

/** What the orchestrator is told about a message that is given up: the attempt failed, or, when it cannot be read, all of it. */
export function refusalMessage(failure: DeliveryFailure): OutgoingMessage {
  const task = readableTask(failure.raw);
  return (task && failedAttemptMessage(failure, task)) ?? parkedMessage(failure);
}

function failedAttemptMessage({ delivery }: DeliveryFailure, task: ExecuteAgentTask): OutgoingMessage | undefined {
  const detail = `The runner could not work on the task, several times over: look for event ${delivery.eventId} in its log.`;
  const payload = {
    ...fenceOf(task),
    code: 'runner-failed',
    detail,
    retryable: true,
    retry_after_ms: 0,
    duration_ms: 0,
  };
  return unlessUnsafe(() => failedMessage(delivery.tenantId, payload));
}

function parkedMessage({ delivery, raw, code, reason }: DeliveryFailure): OutgoingMessage {
  const payload: DeliveryRefused = {
    consumer: delivery.consumer,
    subject: delivery.subject.slice(0, 500),
    event_id: delivery.eventId,
    code,
    reason,
    payload: boundedPayload(raw.text),
    encoding: raw.encoding,
  };
  const messageFor = (tenantId: string): OutgoingMessage =>
    outgoingMessage(deliveryRefused, {
      eventId: `${delivery.eventId}.refused`,
      tenantId,
      key: [delivery.consumer],
      payload,
    });
  return unlessUnsafe(() => messageFor(delivery.tenantId)) ?? messageFor(UNKNOWN_TENANT);
}

/** Undefined when a word of the message may not stand in a subject. */
function unlessUnsafe(build: () => OutgoingMessage): OutgoingMessage | undefined {
  try {
    return build();
  } catch (error) {
    if (error instanceof UnsafeSubjectTokenError) return undefined;
    throw error;
  }
}

function boundedPayload(text: string): string {
  let bounded = text.slice(0, PAYLOAD_CHARACTERS);
  while (Buffer.byteLength(JSON.stringify(bounded)) > PAYLOAD_BYTES) bounded = bounded.slice(0, bounded.length / 2);
  return bounded;
}
