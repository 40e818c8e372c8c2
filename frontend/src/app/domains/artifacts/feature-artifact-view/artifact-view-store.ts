import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { filter, merge } from 'rxjs';

import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import type { ArtifactMetadata, ReadArtifactReply } from '../data/artifact';
import { ArtifactClient } from '../data/artifact-client';

interface ArtifactViewState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  readonly workflowId: string;
  readonly reply: ReadArtifactReply | null;
  /** All documents of the workflow at their newest version. */
  readonly siblings: readonly ArtifactMetadata[];
  readonly problem: Problem | null;
}

/** One document, its neighbours, and whether a newer version exists. */
export const ArtifactViewStore = signalStore(
  withState<ArtifactViewState>({ phase: 'loading', workflowId: '', reply: null, siblings: [], problem: null }),
  withComputed(({ reply, siblings }) => ({
    artifact: computed(() => reply()?.artifact),
    newestVersion: computed(() => {
      const shown = reply()?.artifact;
      const newest = siblings().find((sibling) => sibling.id === shown?.id);
      return Math.max(newest?.version ?? 0, shown?.version ?? 0);
    }),
  })),
  withMethods((store, client = inject(ArtifactClient)) => {
    let reading: AbortController | undefined;
    const loadSiblings = async (): Promise<void> => {
      try {
        patchState(store, { siblings: await client.listOfWorkflow(store.workflowId()) });
      } catch {
        // The document itself is what the page is for; without its neighbours it is still complete.
      }
    };
    return {
      loadSiblings,
      /** Shows a document; a later call wins over an earlier one that is still on its way. */
      async load(workflowId: string, artifactId: string, version: number | undefined): Promise<void> {
        reading?.abort();
        reading = new AbortController();
        const { signal } = reading;
        const isOtherWorkflow = workflowId !== store.workflowId();
        patchState(store, { phase: 'loading', workflowId, problem: null });
        if (isOtherWorkflow) void loadSiblings();
        try {
          const reply = await client.read(artifactId, version, signal);
          if (!signal.aborted) patchState(store, { phase: 'loaded', reply });
        } catch (error) {
          if (!signal.aborted) patchState(store, { phase: 'failed', problem: problemFrom(error) });
        }
      },
    };
  }),
  withHooks((store, live = inject(LiveConnection)) => {
    const refresh = new Refresh(() => store.loadSiblings());
    const news = merge(
      live.on('artifact_recorded').pipe(filter((frame) => frame.workflow_id === store.workflowId())),
      live.reopened,
    ).pipe(takeUntilDestroyed());
    return {
      onInit: () => void news.subscribe(() => refresh.request()),
      onDestroy: () => refresh.stop(),
    };
  }),
);

/** The store's type, for what receives it by injection. */
export type ArtifactViewStore = InstanceType<typeof ArtifactViewStore>;
