import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { merge } from 'rxjs';

import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import type { FrameOf } from '../../../live/frame';
import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import { ApprovalNews } from '../../approvals/data/approval-news';
import type { WorkflowStatus, WorkflowSummary } from '../data/workflow';
import { WorkflowClient } from '../data/workflow-client';

interface WorkflowListState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  /** Shown status, or all. */
  readonly status: WorkflowStatus | undefined;
  readonly workflows: readonly WorkflowSummary[];
  readonly totalCount: number;
  readonly nextCursor: string | null;
  readonly isLoadingMore: boolean;
  readonly problem: Problem | null;
}

const pageSize = 50;
const maxPageSize = 100;

/** The list of workflows. Progress is taken from the socket; what changes the list's make-up is read again. */
export const WorkflowListStore = signalStore(
  withState<WorkflowListState>({
    phase: 'loading',
    status: undefined,
    workflows: [],
    totalCount: 0,
    nextCursor: null,
    isLoadingMore: false,
    problem: null,
  }),
  withMethods((store, client = inject(WorkflowClient)) => {
    const filterBy = (status: WorkflowStatus | undefined) => (status === undefined ? {} : { status });
    const load = async (): Promise<void> => {
      const status = store.status();
      const limit = Math.min(maxPageSize, Math.max(pageSize, store.workflows().length));
      try {
        const reply = await client.list({ ...filterBy(status), limit });
        if (status !== store.status()) return;
        patchState(store, {
          phase: 'loaded',
          workflows: reply.workflows,
          totalCount: reply.total_count,
          nextCursor: reply.next_cursor,
          problem: null,
        });
      } catch (error) {
        if (status === store.status()) patchState(store, { phase: 'failed', problem: problemFrom(error) });
      }
    };
    return {
      load,
      /** Shows workflows of one status, or all, from the newest. */
      async show(status: WorkflowStatus | undefined): Promise<void> {
        patchState(store, { phase: 'loading', status, workflows: [], nextCursor: null });
        await load();
      },
      /** Appends the next page. */
      async loadMore(): Promise<void> {
        const cursor = store.nextCursor();
        if (cursor === null || store.isLoadingMore()) return;
        patchState(store, { isLoadingMore: true });
        try {
          const reply = await client.list({ ...filterBy(store.status()), limit: pageSize, cursor });
          const known = new Set(store.workflows().map((workflow) => workflow.id));
          const added = reply.workflows.filter((workflow) => !known.has(workflow.id));
          patchState(store, { workflows: [...store.workflows(), ...added], nextCursor: reply.next_cursor });
        } catch (error) {
          patchState(store, { phase: 'failed', problem: problemFrom(error) });
        } finally {
          patchState(store, { isLoadingMore: false });
        }
      },
      /** Takes over progress; returns false when only a new reading can show what the news means. */
      applyProgress(frame: FrameOf<'workflow_progress'>): boolean {
        const current = store.workflows().find((workflow) => workflow.id === frame.workflow_id);
        if (current === undefined || current.status !== frame.status) return false;
        const changed = {
          ...current,
          progress_percent: frame.progress,
          current_stage: frame.current_stage,
          current_agent: frame.current_agent,
        };
        patchState(store, {
          workflows: store.workflows().map((workflow) => (workflow === current ? changed : workflow)),
        });
        return true;
      },
    };
  }),
  withHooks((store, live = inject(LiveConnection), approvals = inject(ApprovalNews)) => {
    const refresh = new Refresh(() => store.load(), 500);
    const progress = live.on('workflow_progress').pipe(takeUntilDestroyed());
    const news = merge(approvals.changes, live.reopened).pipe(takeUntilDestroyed());
    return {
      onInit(): void {
        progress.subscribe((frame) => {
          if (!store.applyProgress(frame)) refresh.request();
        });
        news.subscribe(() => refresh.request());
      },
      onDestroy: () => refresh.stop(),
    };
  }),
);
