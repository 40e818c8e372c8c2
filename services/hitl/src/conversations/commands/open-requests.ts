import { Injectable } from '@nestjs/common';

import { inTenant, Problem } from '@botarmy/chassis';

import { PrismaClient } from '../../generated/prisma/client';

/** A request that waits, with its number in its workflow: the first that was ever asked has 1, so that numbers stay. */
export interface NumberedRequest {
  readonly number: number;
  readonly requestId: string;
  readonly workflowId: string;
  readonly title: string;
}

const MOST_REQUESTS = 1_000;

/** Finds the request a command is about. */
@Injectable()
export class OpenRequests {
  constructor(private readonly prisma: PrismaClient) {}

  /** What waits in a workflow, oldest first. */
  async of(tenantId: string, workflowId: string): Promise<NumberedRequest[]> {
    const all = await this.asked(tenantId, workflowId);
    return all.filter(({ isOpen }) => isOpen).map(({ isOpen: _open, ...request }) => request);
  }

  /**
   * The request that is meant: by id, by its number in the workflow, or the only one that waits there.
   *
   * @throws {Problem} 404 or 409 that says how to name it.
   */
  async meant(tenantId: string, workflowId: string | null, named: string | undefined): Promise<string> {
    if (named?.startsWith('hitl_') === true) return named;
    if (workflowId === null)
      throw undecided('which-request', 'Name the request by its id (hitl_…), or write in the thread of its workflow.');
    const all = await this.asked(tenantId, workflowId);
    if (named !== undefined) {
      const found = all.find(({ number }) => number === Number(named));
      if (found !== undefined) return found.requestId;
      throw unknownNumber(named);
    }
    const open = all.filter(({ isOpen }) => isOpen);
    const [only] = open;
    if (only === undefined)
      throw undecided(
        'nothing-to-decide',
        'Nothing waits for a decision here. To say these words and nothing more, write a backslash in front of them.',
      );
    if (open.length === 1) return only.requestId;
    const list = open.slice(0, 20).map(({ number, title }) => `${number}: ${title}`);
    throw undecided('which-request', `Several wait; say which by its number. ${list.join('; ')}.`);
  }

  private async asked(tenantId: string, workflowId: string): Promise<(NumberedRequest & { isOpen: boolean })[]> {
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.hitlRequest.findMany({
        where: { tenantId, workflowId, createdAt: { not: null } },
        orderBy: [{ createdAt: 'asc' }, { requestId: 'asc' }],
        select: { requestId: true, title: true, status: true },
        take: MOST_REQUESTS,
      }),
    );
    return rows.map(({ requestId, title, status }, index) => ({
      number: index + 1,
      requestId,
      workflowId,
      title,
      isOpen: status === 'pending',
    }));
  }
}

function undecided(code: string, detail: string): Problem {
  return new Problem({ status: 409, code, title: 'Command not carried out', detail });
}

function unknownNumber(number: string): Problem {
  return new Problem({
    status: 404,
    code: 'hitl-request-not-found',
    title: 'Request not found',
    detail: `The workflow asked nothing under the number ${number}: /status lists what waits.`,
  });
}
