import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { HitlRequest, Prisma } from '../generated/prisma/client';
import type { RequestCursor } from './request-cursor';

/** A request that people may see. */
export type OpenedRequest = HitlRequest & { readonly createdAt: Date };

/** Which requests to list; absent means any. */
export interface RequestFilter {
  readonly status: string | undefined;
  readonly workflowId: string | undefined;
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
    const matching: Prisma.HitlRequestWhereInput = {
      tenantId,
      createdAt: { not: null },
      ...(filter.status === undefined ? {} : { status: filter.status }),
      ...(filter.workflowId === undefined ? {} : { workflowId: filter.workflowId }),
    };
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
}

function isOpened(request: HitlRequest): request is OpenedRequest {
  return request.createdAt !== null;
}

function isAfter({ createdAt, requestId }: RequestCursor): Prisma.HitlRequestWhereInput {
  return { OR: [{ createdAt: { gt: createdAt } }, { createdAt, requestId: { gt: requestId } }] };
}
