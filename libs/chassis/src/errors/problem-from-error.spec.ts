import { ForbiddenException, InternalServerErrorException, NotFoundException } from '@nestjs/common';

import { Problem } from './problem';
import { problemFromError } from './problem-from-error';
import { RetryableError } from './retryable-error';
import { TerminalError } from './terminal-error';

function coded(code: string): Error {
  return Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code });
}

describe('problemFromError', () => {
  it('passes a problem through', () => {
    const problem = new Problem({ status: 409, code: 'taken', title: 'Taken', detail: 'Choose another.' });
    expect(problemFromError(problem)).toBe(problem);
  });

  it('keeps the code of a terminal error', () => {
    const problem = problemFromError(new TerminalError('unknown-agent', 'Agent "x" is unknown: add it.'));
    expect(problem).toMatchObject({ status: 422, code: 'unknown-agent', detail: 'Agent "x" is unknown: add it.' });
  });

  it.each([
    [new RetryableError('away', { retryAfterMs: 300 }), 300],
    [new RetryableError('away'), 1_000],
    [coded('57P01'), 1_000],
  ])('asks the caller to come back after %s', (error, retryAfterMs) => {
    const problem = problemFromError(error);
    expect(problem).toMatchObject({ status: 503, code: 'unavailable', retryAfterMs, cause: error });
    expect(problem.detail).not.toContain('10.0.0.7');
  });

  it.each([
    [new NotFoundException(), 404, 'not-found'],
    [new NotFoundException('Workflow wf_1 is unknown'), 404, 'not-found'],
    [new ForbiddenException(), 403, 'forbidden'],
    [new InternalServerErrorException('SELECT * FROM vault'), 500, 'internal-error'],
    [new Error('SELECT * FROM vault'), 500, 'internal-error'],
    ['thrown text about the vault', 500, 'internal-error'],
    [undefined, 500, 'internal-error'],
    [Object.assign(new Error('Teapot'), { statusCode: 418 }), 418, 'bad-request'],
  ])('turns %s into %i %s', (error, status, code) => {
    const problem = problemFromError(error);
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail).not.toContain('vault');
  });

  it('keeps a sentence somebody wrote and adds what to do', () => {
    expect(problemFromError(new NotFoundException('Workflow wf_1 is unknown')).detail).toBe(
      'Workflow wf_1 is unknown. Check the address and the method.',
    );
  });

  it('writes the wire form of RFC 9457', () => {
    const errors = [{ path: 'a.b', message: 'must be text' }];
    const problem = new Problem({ status: 400, code: 'bad', title: 'Bad', detail: 'Fix it.', errors });
    expect(problem.toBody({ instance: '/x', requestId: 'req_1' })).toEqual({
      type: 'urn:botarmy:problem:bad',
      title: 'Bad',
      status: 400,
      code: 'bad',
      detail: 'Fix it.',
      instance: '/x',
      request_id: 'req_1',
      errors,
    });
  });
});
