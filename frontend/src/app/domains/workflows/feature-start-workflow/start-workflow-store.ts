import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';

import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import type { ProcessSummary } from '../data/process';
import { ProcessClient } from '../data/process-client';
import { WorkflowClient } from '../data/workflow-client';

/** Longest brief the platform accepts, in characters. */
export const BRIEF_LIMIT = 20_000;

interface StartWorkflowState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  readonly processes: readonly ProcessSummary[];
  readonly isSimulated: boolean;
  readonly brief: string;
  readonly processName: string;
  readonly wasSubmitted: boolean;
  readonly isSending: boolean;
  /** Why the catalogue could not be read. */
  readonly problem: Problem | null;
  /** Why the workflow was not started. */
  readonly startProblem: Problem | null;
}

/** What the brief's counter counts: characters as people see them in a text, not UTF-16 units. */
function countCharacters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

/** The form that starts a workflow. */
export const StartWorkflowStore = signalStore(
  withState<StartWorkflowState>({
    phase: 'loading',
    processes: [],
    isSimulated: false,
    brief: '',
    processName: '',
    wasSubmitted: false,
    isSending: false,
    problem: null,
    startProblem: null,
  }),
  withComputed(({ brief, processes, processName, startProblem }) => {
    const length = computed(() => countCharacters(brief()));
    return {
      length,
      process: computed(() => processes().find((process) => process.name === processName())),
      briefError: computed(() => {
        if (brief().trim() === '') return 'Describe what is to be built.';
        if (length() > BRIEF_LIMIT) return `Shorten the brief by ${length() - BRIEF_LIMIT} characters.`;
        if (startProblem()?.code.startsWith('brief-') === true) return startProblem()?.detail ?? '';
        return '';
      }),
      /** One key for each thing meant: sending again after a lost answer starts no second workflow. */
      intent: computed(() => {
        brief();
        processName();
        return crypto.randomUUID();
      }),
    };
  }),
  withMethods((store, processes = inject(ProcessClient), workflows = inject(WorkflowClient)) => ({
    /** Reads the catalogue of processes. */
    async load(): Promise<void> {
      patchState(store, { phase: 'loading', problem: null });
      try {
        const status = await processes.status();
        patchState(store, {
          phase: 'loaded',
          processes: status.processes,
          isSimulated: status.simulated,
          processName: store.processName() || (status.processes[0]?.name ?? ''),
        });
      } catch (error) {
        patchState(store, { phase: 'failed', problem: problemFrom(error) });
      }
    },
    write(brief: string): void {
      patchState(store, { brief, startProblem: null });
    },
    chooseProcess(processName: string): void {
      patchState(store, { processName, startProblem: null });
    },
    /** The id of the started workflow, or undefined when something has to be put right first. */
    async start(): Promise<string | undefined> {
      patchState(store, { wasSubmitted: true });
      if (store.briefError() !== '' || store.isSending()) return undefined;
      patchState(store, { isSending: true, startProblem: null });
      try {
        const request = { project_brief: store.brief(), workflow_type: store.processName() };
        return (await workflows.start(request, store.intent())).workflow_id;
      } catch (error) {
        patchState(store, { startProblem: problemFrom(error) });
        return undefined;
      } finally {
        patchState(store, { isSending: false });
      }
    },
  })),
);
