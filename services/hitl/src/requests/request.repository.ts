import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { Prisma, PrismaClient } from '../generated/prisma/client';
import type { HitlRecord, HitlRequest } from '../generated/prisma/client';
import type { RequestCursor } from './request-cursor';

/** For whom a person may decide: themselves, their groups, their role. */
export interface Inbox {
  readonly userId: string;
  readonly groups: readonly string[];
  /** Rank of the role, the viewer's is 0. */
  readonly rank: number;
}

/** A request that people may see. */
export type OpenedRequest = HitlRequest & { readonly createdAt: Date };

/** Which requests to list; absent means any. */
export interface RequestFilter {
  readonly status: string | undefined;
  readonly workflowId: string | undefined;
  readonly agentId?: string | undefined;
  readonly type?: string | undefined;
  /** True for those alone in which an agent asks. */
  readonly withQuestions?: boolean | undefined;
  /** Only what waits for this person. */
  readonly inbox?: Inbox | undefined;
}

/** One page, oldest request first. */
export interface RequestPage {
  readonly requests: readonly OpenedRequest[];
  /** All requests that match the filter, on every page. */
  readonly totalCount: number;
  readonly hasMore: boolean;
}

/** Reads requests. */
@Injectable()
export class RequestRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** One request; undefined when the tenant has none of that id. */
  async find(tenantId: string, requestId: string): Promise<OpenedRequest | undefined> {
    const request = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.hitlRequest.findUnique({ where: { tenantId_requestId: { tenantId, requestId } } }),
    );
    return request !== null && isOpened(request) ? request : undefined;
  }

  /** The page after the cursor. */
  async list(
    tenantId: string,
    filter: RequestFilter,
    page: { readonly limit: number; readonly after: RequestCursor | undefined },
  ): Promise<RequestPage> {
    const matching = matchingOf(tenantId, filter);
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const totalCount = await transaction.hitlRequest.count({ where: matching });
      const found = await transaction.hitlRequest.findMany({
        where: page.after === undefined ? matching : { AND: [matching, isAfter(page.after)] },
        orderBy: [{ createdAt: 'asc' }, { requestId: 'asc' }],
        take: page.limit + 1,
      });
      const requests = found.slice(0, page.limit).filter(isOpened);
      return { requests, totalCount, hasMore: found.length > page.limit };
    });
  }

  /** Open requests by agent, workflow and type, the most first. */
  async count(
    tenantId: string,
    inbox: Inbox | undefined,
  ): Promise<{ total: number; agents: Counts; workflows: Counts; types: Counts }> {
    const where = matchingOf(tenantId, { status: 'pending', workflowId: undefined, inbox });
    const most = { orderBy: { _count: { requestId: 'desc' } }, take: 100, _count: { requestId: true } } as const;
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const total = await transaction.hitlRequest.count({ where });
      const agents = await transaction.hitlRequest.groupBy({ by: ['agentId'], where, ...most });
      const workflows = await transaction.hitlRequest.groupBy({ by: ['workflowId'], where, ...most });
      const types = await transaction.hitlRequest.groupBy({ by: ['type'], where, ...most });
      return {
        total,
        agents: agents.map(({ agentId, _count }) => ({ key: agentId, count: _count.requestId })),
        workflows: workflows.map(({ workflowId, _count }) => ({ key: workflowId, count: _count.requestId })),
        types: types.map(({ type, _count }) => ({ key: type, count: _count.requestId })),
      };
    });
  }

  /** What a rule may look at: were exactly these versions approved before, and how many decisions did rules make. */
  async precedents(
    tenantId: string,
    artifacts: Prisma.InputJsonValue,
  ): Promise<{ isUnchanged: boolean; decisions: number; automaticDecisions: number }> {
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const decided = { tenantId, status: { in: ['approved', 'modified', 'rejected'] } };
      const approved = { tenantId, status: 'approved', artifacts: { equals: artifacts } };
      return {
        isUnchanged:
          (await transaction.hitlRequest.findFirst({ where: approved, select: { requestId: true } })) !== null,
        decisions: await transaction.hitlRequest.count({ where: decided }),
        automaticDecisions: await transaction.hitlRequest.count({ where: { ...decided, decidedBy: 'rule' } }),
      };
    });
  }

  /** The trail of a request, oldest first; undefined when the tenant has no such request. */
  async records(tenantId: string, requestId: string): Promise<readonly HitlRecord[] | undefined> {
    if ((await this.find(tenantId, requestId)) === undefined) return undefined;
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.hitlRecord.findMany({ where: { tenantId, requestId }, orderBy: { seq: 'asc' }, take: 1_000 }),
    );
  }
}

/** Which keys have how many open requests. */
export type Counts = readonly { readonly key: string; readonly count: number }[];

function matchingOf(tenantId: string, filter: RequestFilter): Prisma.HitlRequestWhereInput {
  const { status, workflowId, agentId, type, withQuestions, inbox } = filter;
  return {
    tenantId,
    createdAt: { not: null },
    ...(status === undefined ? {} : { status }),
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(agentId === undefined ? {} : { agentId }),
    ...(type === undefined ? {} : { type }),
    ...(withQuestions === true ? { questions: { not: Prisma.DbNull } } : {}),
    ...(inbox === undefined ? {} : waitingFor(inbox)),
  };
}

function waitingFor({ userId, groups, rank }: Inbox): Prisma.HitlRequestWhereInput {
  return {
    OR: [{ askedUsers: { has: userId } }, { askedGroups: { hasSome: [...groups] } }, { askedRank: { lte: rank } }],
    NOT: { barredUsers: { has: userId } },
  };
}

function isOpened(request: HitlRequest): request is OpenedRequest {
  return request.createdAt !== null;
}

function isAfter({ createdAt, requestId }: RequestCursor): Prisma.HitlRequestWhereInput {
  return { OR: [{ createdAt: { gt: createdAt } }, { createdAt, requestId: { gt: requestId } }] };
}
