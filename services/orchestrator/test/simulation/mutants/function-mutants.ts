import type { Mutant } from './mutant';

type Rows = (...args: unknown[]) => object[];

/** Bugs in the other functions of the schema. */
export const functionMutants: readonly Mutant[] = [
  {
    name: 'tenant-not-checked',
    bug: 'a workflow is loaded whoever asks',
    functions: (functions, tables) => ({
      ...functions,
      load_workflow: (_tenant: string, workflowId: string) => {
        const owner = tables.workflows.get(workflowId)?.tenant_id;
        return (functions['load_workflow'] as Rows)(owner, workflowId);
      },
    }),
  },
  {
    name: 'lease-extended-for-all',
    bug: 'a heartbeat extends whatever lease the task has by now',
    functions: (functions, tables) => ({
      ...functions,
      extend_lease: (
        tenant: string,
        workflow: string,
        task: string,
        _attempt: number,
        _lease: number,
        seconds: number,
      ) => {
        const rows = [...(tables.dueWork.get(workflow)?.values() ?? [])];
        const current = rows.find(({ kind, subject_id }) => kind === 'agent-task' && subject_id === task);
        if (current === undefined) return [];
        return (functions['extend_lease'] as Rows)(tenant, workflow, task, current.attempt, current.lease, seconds);
      },
    }),
  },
  {
    name: 'unheard-lease-expires',
    bug: 'a task that waits for a free runner loses its lease as if its runner had fallen silent',
    functions: (functions) => ({
      ...functions,
      claim_due_work: (limit: number) =>
        (functions['claim_due_work'] as Rows)(limit).map((row) => ({ ...row, is_heard: true })),
    }),
  },
  {
    name: 'start-without-reservation',
    bug: 'a repeated start takes a new id and stores its brief again',
    functions: (functions) => ({
      ...functions,
      reserve_start: (tenant: string, key: string, hash: string, workflowId: string) => {
        const [row] = (functions['reserve_start'] as Rows)(tenant, key, hash, workflowId);
        return [{ ...row, workflow_id: workflowId }];
      },
    }),
  },
  {
    name: 'outbox-claimed-for-good',
    bug: 'rows claimed by a relay that ended are never given back',
    functions: (functions) => ({ ...functions, outbox_has_pending: () => false }),
  },
];
