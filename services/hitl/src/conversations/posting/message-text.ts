import { Problem } from '@botarmy/chassis';
import { isId } from '@botarmy/contracts';
import type { PostMessageRequest } from '@botarmy/contracts';

/** C0 and C1 controls but tab and line ends, and the marks that turn the direction of what follows. */
const UNREADABLE = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/;

/**
 * Refuses what nobody could read or store; markup is text like any other.
 *
 * @throws {Problem} 400 `validation-failed`
 */
export function assertReadable({ content, artifacts = [], attachments = [] }: PostMessageRequest): void {
  const errors = [
    ...(UNREADABLE.test(content) || !content.isWellFormed()
      ? [{ path: 'content', message: 'must not hold control characters or broken Unicode' }]
      : []),
    ...artifacts.flatMap((id, index) =>
      isId(id, 'art') ? [] : [{ path: `artifacts.${index}`, message: 'is no id of an artifact' }],
    ),
    ...attachments.flatMap((id, index) =>
      /^upl_[a-z2-7]{26}$/.test(id) ? [] : [{ path: `attachments.${index}`, message: 'is no id of an upload' }],
    ),
  ];
  if (errors.length === 0) return;
  throw new Problem({
    status: 400,
    code: 'validation-failed',
    title: 'Validation failed',
    detail: 'Correct the fields listed under "errors" and send the message again.',
    errors,
  });
}
