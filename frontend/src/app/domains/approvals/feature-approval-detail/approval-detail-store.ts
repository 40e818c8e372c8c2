import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { filter, merge } from 'rxjs';

import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import { ArtifactClient } from '../../artifacts/data/artifact-client';
import type { HitlAnswer, HitlRequestView } from '../data/approval';
import { ApprovalClient } from '../data/approval-client';
import { ApprovalNews } from '../data/approval-news';
import { PendingApprovals } from '../data/pending-approvals';
import type { SubmittedAnswer } from '../data/question';
import { WorkflowTitles } from '../data/workflow-titles';

/** A document under review: its text, or why it could not be had. */
interface ReviewedDocument {
  readonly content: string | null;
  readonly isSimulated: boolean;
  readonly problem: Problem | null;
}

interface ApprovalDetailState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  readonly requestId: string;
  readonly request: HitlRequestView | null;
  /** Title of the workflow that asks, when it is known. */
  readonly workflowTitle: string | undefined;
  /** By version id; absent until asked for. */
  readonly documents: Readonly<Record<string, ReviewedDocument>>;
  readonly isSending: boolean;
  /** Whether the answer given here made the workflow go on; null before one was given. */
  readonly hasResumed: boolean | null;
  /** True after answers were kept here and the workflow waits for more. */
  readonly hasKept: boolean;
  readonly problem: Problem | null;
  readonly answerProblem: Problem | null;
}

const tooLate = new Set(['already-answered', 'request-closed']);

/** One request, the documents it is about, and the answer. */
export const ApprovalDetailStore = signalStore(
  withState<ApprovalDetailState>({
    phase: 'loading',
    requestId: '',
    request: null,
    workflowTitle: undefined,
    documents: {},
    isSending: false,
    hasResumed: null,
    hasKept: false,
    problem: null,
    answerProblem: null,
  }),
  withComputed(({ request, documents }) => ({
    isOpen: computed(() => request()?.status === 'pending'),
    isSimulated: computed(() => Object.values(documents()).some((document) => document.isSimulated)),
  })),
  withMethods(
    (
      store,
      client = inject(ApprovalClient),
      artifacts = inject(ArtifactClient),
      pending = inject(PendingApprovals),
      workflows = inject(WorkflowTitles),
    ) => {
      const setDocument = (versionId: string, document: ReviewedDocument): void =>
        patchState(store, { documents: { ...store.documents(), [versionId]: document } });
      const reload = async (): Promise<void> => {
        const requestId = store.requestId();
        try {
          const request = await client.get(requestId);
          if (requestId === store.requestId()) patchState(store, { phase: 'loaded', request, problem: null });
        } catch (error) {
          if (requestId === store.requestId()) patchState(store, { phase: 'failed', problem: problemFrom(error) });
        }
      };
      return {
        reload,
        /** Shows a request. */
        async load(requestId: string): Promise<void> {
          patchState(store, {
            phase: 'loading',
            requestId,
            request: null,
            workflowTitle: undefined,
            documents: {},
            hasResumed: null,
            hasKept: false,
            answerProblem: null,
          });
          await reload();
          const workflowId = store.request()?.workflow_id;
          if (workflowId === undefined) return;
          const workflowTitle = await workflows.of(workflowId);
          if (requestId === store.requestId()) patchState(store, { workflowTitle });
        },
        /** Fetches one of the documents under review at the very version the request names. */
        async loadDocument(versionId: string): Promise<void> {
          const reference = store.request()?.artifact_versions.find((version) => version.version_id === versionId);
          if (reference === undefined || store.documents()[versionId]?.content != null) return;
          setDocument(versionId, { content: null, isSimulated: false, problem: null });
          try {
            const { content, artifact } = await artifacts.read(reference.artifact_id, reference.version);
            setDocument(versionId, { content, isSimulated: artifact.metadata['simulated'] === true, problem: null });
          } catch (error) {
            setDocument(versionId, { content: null, isSimulated: false, problem: problemFrom(error) });
          }
        },
        /** Sends the answer; afterwards the request is shown as it then stands, also when somebody was faster. */
        async answer(response: HitlAnswer, feedback: string, idempotencyKey: string): Promise<void> {
          if (store.isSending()) return;
          patchState(store, { isSending: true, answerProblem: null });
          try {
            const reply = await client.respond(store.requestId(), { response, feedback }, idempotencyKey);
            patchState(store, { hasResumed: reply.workflow_resumed });
            pending.refresh();
            await reload();
          } catch (error) {
            const answerProblem = problemFrom(error);
            patchState(store, { answerProblem });
            if (tooLate.has(answerProblem.code)) await reload();
          } finally {
            patchState(store, { isSending: false });
          }
        },
        /** Sends answers to an agent's questions; afterwards the request is shown as it then stands. */
        async submitAnswers(
          answers: readonly SubmittedAnswer[],
          goesOn: boolean,
          idempotencyKey: string,
        ): Promise<void> {
          if (store.isSending()) return;
          patchState(store, { isSending: true, answerProblem: null, hasKept: false });
          try {
            const body = { answers, continue: goesOn };
            const { workflow_continued: hasResumed } = await client.submitAnswers(
              store.requestId(),
              body,
              idempotencyKey,
            );
            patchState(store, hasResumed ? { hasResumed } : { hasKept: true });
            pending.refresh();
            await reload();
          } catch (error) {
            const answerProblem = problemFrom(error);
            patchState(store, { answerProblem });
            if (tooLate.has(answerProblem.code)) await reload();
          } finally {
            patchState(store, { isSending: false });
          }
        },
      };
    },
  ),
  withHooks((store, live = inject(LiveConnection), approvals = inject(ApprovalNews)) => {
    const refresh = new Refresh(() => store.reload());
    const news = merge(
      approvals.changes.pipe(filter(({ requestId }) => requestId === store.requestId())),
      live.on('hitl_request_changed').pipe(filter(({ request_id }) => request_id === store.requestId())),
      live.reopened,
    ).pipe(takeUntilDestroyed());
    return {
      onInit: () => void news.subscribe(() => !store.isSending() && refresh.request()),
      onDestroy: () => refresh.stop(),
    };
  }),
);

/** The store's type, for what receives it by injection. */
export type ApprovalDetailStore = InstanceType<typeof ApprovalDetailStore>;
