import type { MigrateWorkflowsReply } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command, Invocation } from '../tree/command';

export const migrateProcess: Command = {
  name: 'process migrate',
  summary: 'Show which running workflows can move to the current version of a process; move them with --apply',
  arguments: ['process'],
  options: {
    apply: { type: 'boolean', description: 'move them; without it nothing changes' },
    workflow: { type: 'string', value: '<workflow-id>', multiple: true, description: 'only this one' },
  },
  async run(invocation) {
    const reply = await migrateAll(invocation);
    invocation.output.show(reply, () => describe(reply));
    return EXIT_CODES.ok;
  },
};

/** The answers of all pages in one. */
async function migrateAll(invocation: Invocation): Promise<MigrateWorkflowsReply> {
  const process_name = invocation.requiredArgument('process');
  const workflow_ids = invocation.list('workflow');
  const dry_run = !invocation.flag('apply');
  const workflows: MigrateWorkflowsReply['workflows'] = [];
  for (;;) {
    const after = workflows.at(-1)?.workflow_id;
    const page = await invocation.client.migrateWorkflows({
      process_name,
      dry_run,
      ...(workflow_ids.length === 0 ? {} : { workflow_ids }),
      ...(after === undefined ? {} : { after }),
    });
    workflows.push(...page.workflows);
    if (page.remaining === 0 || page.workflows.length === 0) return { ...page, workflows };
  }
}

function describe({ to_version, dry_run, workflows }: MigrateWorkflowsReply): string[] {
  if (workflows.length === 0) return [`No workflow runs on another version than ${to_version}.`];
  const rows = workflows.map(({ workflow_id, from_version, outcome, changes, reasons }) => [
    workflow_id,
    from_version,
    outcome,
    reasons.length > 0
      ? reasons.join(' ')
      : changes.map(({ change, what, id }) => `${what} ${id} ${change}`).join(', '),
  ]);
  const movable = workflows.filter(({ outcome }) => outcome === 'moves').length;
  return [
    ...renderTable(['workflow', 'version', 'outcome', `what ${to_version} means for it`], rows),
    ...(dry_run && movable > 0 ? [`${movable} can move; add --apply to move them.`] : []),
  ];
}
