import { Problem } from '@botarmy/chassis';

/** Unknown ids, those of other tenants and other people's conversations read alike. */
export function conversationNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'conversation-not-found',
    title: 'Conversation not found',
    detail: 'There is no such conversation, or it is not yours: list yours with GET /api/conversations.',
  });
}

/** The client used its key for something else before. */
export function keyReused(): Problem {
  return new Problem({
    status: 422,
    code: 'idempotency-key-reused',
    title: 'Idempotency key reused',
    detail: 'You sent another message with this Idempotency-Key, and it is on record: use a new key for a new message.',
  });
}

/** A message that cannot be kept as it is. */
export function messageRefused(code: string, detail: string): Problem {
  return new Problem({ status: 422, code, title: 'Message refused', detail });
}
