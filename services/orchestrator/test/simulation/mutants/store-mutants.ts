import type { DecisionItem } from '../../../src/workflow/decision-item';
import type { Tables } from '../store/tables';
import type { Mutant } from './mutant';

const changed =
  (change: (item: DecisionItem, tables: Tables) => DecisionItem): NonNullable<Mutant['append']> =>
  (append) =>
  (tables, item) =>
    append(tables, change(item, tables));

/** Bugs in what one transaction writes and compares. */
export const storeMutants: readonly Mutant[] = [
  {
    name: 'no-compare-and-set',
    bug: 'a decision is appended whatever version the workflow has by now',
    append: changed((item, tables) => {
      const version = tables.workflows.get(item.workflow_id)?.version;
      return version === undefined || item.projection === undefined ? item : { ...item, expected_version: version };
    }),
  },
  {
    name: 'no-inbox',
    bug: 'handled messages are not noted',
    append: changed((item) => ({ ...item, consumer: null, event_id: null })),
  },
  {
    name: 'no-command-records',
    bug: 'the answer to a command is not kept under its key',
    append: changed((item) => ({ ...item, record: undefined })),
  },
  {
    name: 'timers-not-kept',
    bug: 'a delayed retry is not among the due work',
    append: changed((item) => ({ ...item, due_work: item.due_work.filter(({ kind }) => kind !== 'timer') })),
  },
  {
    name: 'due-work-never-removed',
    bug: 'what is done stays due',
    append: (append) => (tables, item) => {
      const before = [...(tables.dueWork.get(item.workflow_id) ?? [])];
      const outcome = append(tables, item);
      if (outcome !== 'appended') return outcome;
      const rows = tables.dueWork.get(item.workflow_id);
      for (const [key, row] of before) if (rows?.has(key) !== true) rows?.set(key, row);
      return outcome;
    },
  },
  {
    name: 'decision-not-named',
    bug: 'the commit leaves out of the outbox that a decision was made',
    append: changed((item) => ({ ...item, outbox: [] })),
  },
  {
    name: 'snapshot-one-behind',
    bug: 'the snapshot is the state before the last event',
    append: changed((item, tables) => {
      const before = tables.workflows.get(item.workflow_id)?.snapshot;
      if (before === undefined || item.projection === undefined) return item;
      return { ...item, projection: { ...item.projection, snapshot: before } };
    }),
  },
];
