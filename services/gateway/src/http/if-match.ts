import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';

/**
 * The revision a change was made from, of the header `If-Match`; undefined for `*`, which changes whatever there is. Refuses with 428
 * `precondition-required` without the header and 400 `invalid-if-match` for one that is no revision.
 */
export const ExpectedRevision = createParamDecorator(
  (_data: unknown, context: ExecutionContext): number | undefined => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined) throw required();
    return revisionOf(header);
  },
);

/** The same for things that may also be changed without having been read: undefined without the header. */
export const RevisionIfGiven = createParamDecorator((_data: unknown, context: ExecutionContext): number | undefined =>
  revisionOf(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = /^\s*"?([1-9]\d{0,8})"?\s*$/.exec(header)?.[1];
  if (revision === undefined) throw invalid();
  return Number(revision);
}

function required(): Problem {
  const detail = 'Say in the header If-Match which revision the change was made from, or "*" for whatever there is.';
  return new Problem({ status: 428, code: 'precondition-required', title: 'Precondition required', detail });
}

function invalid(): Problem {
  const detail = 'The header If-Match is a revision as the ETag gave it, such as "3", or "*".';
  return new Problem({ status: 400, code: 'invalid-if-match', title: 'Invalid If-Match', detail });
}
