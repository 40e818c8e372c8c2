import { LiveAnnouncer } from '@angular/cdk/a11y';
import { DestroyRef, computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { getState, patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { filter } from 'rxjs';

import { problemFrom } from '../../../http/problem';
import type { DeltaFrame, SnapshotFrame, WorkflowEventView } from '../../../live/frame';
import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import { Notices } from '../../../notices/notices';
import { ApprovalClient } from '../../approvals/data/approval-client';
import { ApprovalNews } from '../../approvals/data/approval-news';
import { ArtifactClient } from '../../artifacts/data/artifact-client';
import { describeEvent } from '../data/describe-event';
import { applyDelta, applySnapshot } from '../data/turn';
import { WorkflowClient } from '../data/workflow-client';
import { namesOf } from './event-names';
import { initialWorkflowLiveState, withAgent, withEvent, withProgress, withTurn } from './workflow-live-state';
import type { WorkflowCommand, WorkflowLiveState } from './workflow-live-state';

const pageSize = 200;
const changesDocuments = new Set(['artifact-recorded', 'artifact-edited', 'artifacts-marked-stale']);
const announced = new Set([
  'task-completed',
  'approval-requested',
  'answers-requested',
  'workflow-completed',
  'workflow-failed',
]);

/** One workflow, live: a first reading over REST, then its events by sequence; what a gap hides is read again. */
export const WorkflowLiveStore = signalStore(
  withState<WorkflowLiveState>(initialWorkflowLiveState),
  withComputed(({ workflow, events, turns, requests }) => ({
    names: computed(() => namesOf(workflow())),
    /** What the workflow waits for, with the question's title as soon as it can be read. */
    approvals: computed(() =>
      (workflow()?.pending_request_ids ?? []).map((id) => ({
        id,
        title: requests().find((request) => request.id === id)?.title,
      })),
    ),
    hasEarlier: computed(() => (events()[0]?.seq ?? 1) > 1),
    openTurns: computed(() => turns().filter((turn) => turn.isOpen)),
  })),
  withMethods(
    (
      store,
      client = inject(WorkflowClient),
      artifacts = inject(ArtifactClient),
      approvals = inject(ApprovalClient),
      announcer = inject(LiveAnnouncer),
    ) => {
      /** Runs a reading of this workflow and drops its result when another one is shown by then. */
      const read = async <T>(reading: (workflowId: string) => Promise<T>, show: (result: T) => void): Promise<void> => {
        const workflowId = store.workflowId();
        const result = await reading(workflowId);
        if (workflowId === store.workflowId()) show(result);
      };
      /** A later reading repairs what a failed one missed: the socket's next news asks again. */
      const quietly = async (reading: Promise<void>): Promise<void> => {
        await reading.catch(() => undefined);
      };
      const accept = (event: WorkflowEventView): void => {
        patchState(store, withEvent(getState(store), event));
        if (announced.has(event.type)) void announcer.announce(describeEvent(event, store.names()).title);
      };
      return {
        accept,
        readStatus: () =>
          quietly(
            read(
              (id) => client.status(id),
              (workflow) => {
                if (workflow.seq >= (store.workflow()?.seq ?? 0)) patchState(store, { workflow });
              },
            ),
          ),
        readDocuments: () =>
          quietly(
            read(
              (id) => artifacts.listOfWorkflow(id),
              (documents) => patchState(store, { documents }),
            ),
          ),
        readRequests: () =>
          quietly(
            read(
              (id) => approvals.list({ workflowId: id }),
              ({ requests }) => patchState(store, { requests }),
            ),
          ),
        /** Reads what came after the last event known, page by page. */
        async readMissing(): Promise<void> {
          for (let isComplete = false; !isComplete;) {
            const before = store.lastSeq();
            isComplete = true;
            await quietly(
              read(
                (id) => client.events(id, store.lastSeq(), pageSize),
                ({ events, last_seq: lastSeq }) => {
                  for (const event of events) if (event.seq === store.lastSeq() + 1) accept(event);
                  isComplete = store.lastSeq() === before || store.lastSeq() >= lastSeq;
                },
              ),
            );
          }
        },
        /** Puts the page of events before the first known one in front. */
        async readEarlier(): Promise<void> {
          const first = store.events()[0]?.seq ?? 1;
          if (first <= 1 || store.isLoadingEarlier()) return;
          patchState(store, { isLoadingEarlier: true });
          const after = Math.max(0, first - 1 - pageSize);
          await quietly(
            read(
              (id) => client.events(id, after, first - 1 - after),
              ({ events }) => patchState(store, { events: [...events, ...store.events()] }),
            ),
          );
          patchState(store, { isLoadingEarlier: false });
        },
        /** The state and the latest events. Throws `Problem`. */
        async readFirst(workflowId: string): Promise<void> {
          const workflow = await client.status(workflowId);
          const { events } = await client.events(workflowId, Math.max(0, workflow.seq - pageSize), pageSize);
          if (workflowId !== store.workflowId()) return;
          const lastSeq = events.at(-1)?.seq ?? workflow.seq;
          patchState(store, { phase: 'loaded', workflow, events, lastSeq, problem: null });
        },
      };
    },
  ),
  withMethods((store, live = inject(LiveConnection), client = inject(WorkflowClient), notices = inject(Notices)) => {
    const refreshes = {
      status: new Refresh(() => store.readStatus()),
      documents: new Refresh(() => store.readDocuments()),
      requests: new Refresh(() => store.readRequests()),
      missing: new Refresh(() => store.readMissing(), 0),
    };
    /** Tasks whose text has a hole until the snapshot asked for arrives. */
    const awaitingSnapshot = new Set<string>();
    let stopWatching: () => void = () => undefined;

    const received = (event: WorkflowEventView): void => {
      if (event.seq <= store.lastSeq()) return;
      if (event.seq === store.lastSeq() + 1) store.accept(event);
      else refreshes.missing.request();
      refreshes.status.request();
      if (changesDocuments.has(event.type)) refreshes.documents.request();
    };
    const written = (frame: DeltaFrame | SnapshotFrame): void => {
      const current = store.turns().find((turn) => turn.taskId === frame.task_id);
      if (frame.type === 'snapshot') {
        awaitingSnapshot.delete(frame.task_id);
        patchState(store, { turns: withTurn(store.turns(), applySnapshot(current, frame)) });
        return;
      }
      const { turn, hasGap } = applyDelta(current, frame);
      if (turn !== undefined && turn !== current) patchState(store, { turns: withTurn(store.turns(), turn) });
      if (!hasGap || awaitingSnapshot.has(frame.task_id)) return;
      awaitingSnapshot.add(frame.task_id);
      live.repeat(frame.workflow_id);
    };
    const refreshAll = (): void => {
      for (const refresh of Object.values(refreshes)) refresh.request();
    };
    const commands: Readonly<Record<WorkflowCommand, (workflowId: string, reason: string) => Promise<void>>> = {
      pause: (workflowId) => client.pause(workflowId),
      resume: (workflowId) => client.resume(workflowId),
      cancel: (workflowId, reason) => client.cancel(workflowId, reason),
      'rerun-stale': (workflowId) => client.rerunStale(workflowId),
    };
    return {
      received,
      written,
      refreshAll,
      refreshRequests: () => refreshes.requests.request(),
      /** Shows a workflow and follows it. */
      async load(workflowId: string): Promise<void> {
        stopWatching();
        awaitingSnapshot.clear();
        patchState(store, { ...initialWorkflowLiveState, workflowId });
        try {
          await store.readFirst(workflowId);
        } catch (error) {
          if (workflowId === store.workflowId()) patchState(store, { phase: 'failed', problem: problemFrom(error) });
          return;
        }
        if (workflowId !== store.workflowId()) return;
        stopWatching = live.watch(workflowId, () => store.lastSeq());
        refreshes.documents.request();
        refreshes.requests.request();
      },
      /** Gives a command; a refusal becomes a notice. */
      async give(command: WorkflowCommand, reason = ''): Promise<void> {
        if (store.pendingCommand() !== null) return;
        patchState(store, { pendingCommand: command });
        try {
          await commands[command](store.workflowId(), reason);
        } catch (error) {
          const problem = problemFrom(error);
          notices.show('error', `${problem.title}. ${problem.detail}`);
        }
        patchState(store, { pendingCommand: null });
        refreshes.status.request();
      },
      stop(): void {
        stopWatching();
        for (const refresh of Object.values(refreshes)) refresh.stop();
      },
    };
  }),
  withHooks((store, live = inject(LiveConnection), news = inject(ApprovalNews), destroyRef = inject(DestroyRef)) => {
    const isOurs = ({ workflow_id: workflowId }: { readonly workflow_id: string }): boolean =>
      workflowId === store.workflowId() && store.phase() === 'loaded';
    const untilDestroyed = <T>() => takeUntilDestroyed<T>(destroyRef);
    return {
      onInit(): void {
        live
          .on('workflow_event')
          .pipe(
            filter((frame) => isOurs(frame)),
            untilDestroyed(),
          )
          .subscribe(({ event }) => store.received(event));
        live
          .on('delta')
          .pipe(
            filter((frame) => isOurs(frame)),
            untilDestroyed(),
          )
          .subscribe((frame) => store.written(frame));
        live
          .on('snapshot')
          .pipe(
            filter((frame) => isOurs(frame)),
            untilDestroyed(),
          )
          .subscribe((frame) => store.written(frame));
        live
          .on('resync')
          .pipe(
            filter((frame) => isOurs(frame)),
            untilDestroyed(),
          )
          .subscribe(() => store.refreshAll());
        live
          .on('workflow_progress')
          .pipe(
            filter((frame) => isOurs(frame)),
            untilDestroyed(),
          )
          .subscribe((frame) => {
            const workflow = store.workflow();
            if (workflow !== null) patchState(store, { workflow: withProgress(workflow, frame.seq, { ...frame }) });
          });
        live
          .on('agent_status')
          .pipe(
            filter((frame) => isOurs(frame)),
            untilDestroyed(),
          )
          .subscribe((frame) => {
            const workflow = store.workflow();
            if (workflow !== null) patchState(store, { workflow: withAgent(workflow, frame) });
          });
        news.changes
          .pipe(
            filter(({ workflowId }) => workflowId === store.workflowId()),
            untilDestroyed(),
          )
          .subscribe(() => store.refreshRequests());
        live.reopened.pipe(untilDestroyed()).subscribe(() => store.refreshAll());
      },
      onDestroy: () => store.stop(),
    };
  }),
);

/** The store's type, for what receives it by injection. */
export type WorkflowLiveStore = InstanceType<typeof WorkflowLiveStore>;
