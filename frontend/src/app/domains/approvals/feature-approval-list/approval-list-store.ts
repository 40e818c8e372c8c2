import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { merge } from 'rxjs';

import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import type { HitlRequestSummary } from '../data/approval';
import { ApprovalClient } from '../data/approval-client';
import { ApprovalNews } from '../data/approval-news';
import { WorkflowTitles } from '../data/workflow-titles';

/** Which requests the list shows. */
export type ApprovalScope = 'open' | 'all';

interface ApprovalListState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  readonly scope: ApprovalScope;
  readonly requests: readonly HitlRequestSummary[];
  /** Titles of the workflows behind the requests by their ids, as far as known. */
  readonly titles: Readonly<Record<string, string>>;
  readonly nextCursor: string | null;
  readonly isLoadingMore: boolean;
  readonly problem: Problem | null;
}

const pageSize = 50;

/** The list of requests, kept current by the socket's news. */
export const ApprovalListStore = signalStore(
  withState<ApprovalListState>({
    phase: 'loading',
    scope: 'open',
    requests: [],
    titles: {},
    nextCursor: null,
    isLoadingMore: false,
    problem: null,
  }),
  withMethods((store, client = inject(ApprovalClient), workflows = inject(WorkflowTitles)) => {
    const query = (cursor?: string) => ({
      ...(store.scope() === 'all' ? { status: 'all' as const } : {}),
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const load = async (): Promise<void> => {
      const scope = store.scope();
      try {
        const status = scope === 'open' ? 'waiting_for_human' : undefined;
        const [reply, titles] = await Promise.all([client.list(query()), workflows.recent(status)]);
        if (scope !== store.scope()) return;
        const { requests, next_cursor: nextCursor } = reply;
        patchState(store, { phase: 'loaded', requests, titles, nextCursor, problem: null });
      } catch (error) {
        if (scope === store.scope()) patchState(store, { phase: 'failed', problem: problemFrom(error) });
      }
    };
    return {
      load,
      /** Loads the list of a scope from its beginning. */
      async show(scope: ApprovalScope): Promise<void> {
        patchState(store, { phase: 'loading', scope, requests: [], nextCursor: null });
        await load();
      },
      /** Appends the next page. */
      async loadMore(): Promise<void> {
        const cursor = store.nextCursor();
        if (cursor === null || store.isLoadingMore()) return;
        patchState(store, { isLoadingMore: true });
        try {
          const reply = await client.list(query(cursor));
          patchState(store, { requests: [...store.requests(), ...reply.requests], nextCursor: reply.next_cursor });
        } catch (error) {
          patchState(store, { phase: 'failed', problem: problemFrom(error) });
        } finally {
          patchState(store, { isLoadingMore: false });
        }
      },
    };
  }),
  withHooks((store, live = inject(LiveConnection), approvals = inject(ApprovalNews)) => {
    const refresh = new Refresh(() => store.load());
    const news = merge(approvals.changes, live.reopened).pipe(takeUntilDestroyed());
    return {
      onInit: () => void news.subscribe(() => refresh.request()),
      onDestroy: () => refresh.stop(),
    };
  }),
);
