import { BundleReader, replayRun } from '@botarmy/process-engine';
import type { ReplayedDocument, RunReplay } from '@botarmy/process-engine';

import { fetchBundle, isWorkflowId, readBundle } from '../bundle/open-bundle';
import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { isWhatIf, runWhatIf, whatIfOptions } from './replay-what-if';

export const replay: Command = {
  name: 'replay',
  summary: 'Do a run again from its record, without any provider, and compare every byte',
  arguments: ['workflow-id-or-bundle'],
  options: whatIfOptions,
  async run(invocation) {
    const { client, output } = invocation;
    const what = invocation.requiredArgument('workflow-id-or-bundle');
    if (isWhatIf(invocation)) {
      if (!isWorkflowId(what)) throw new UsageError('A what-if run needs the id of a workflow.', replay.name);
      return runWhatIf(invocation, what);
    }
    const reader = new BundleReader();
    for await (const line of isWorkflowId(what) ? fetchBundle(client, what) : readBundle(what)) reader.push(line);
    const result = replayRun(reader.end());
    output.show(result, () => describe(result));
    return result.byte_equal ? EXIT_CODES.ok : EXIT_CODES.failed;
  },
};

function describe(result: RunReplay): string[] {
  const { documents, problems, byte_equal, decided_events, decisions, requests, equal_requests } = result;
  return [
    ...renderTable(
      ['document', 'version', 'how', 'recorded', 'replayed', ''],
      documents.map((document) => [
        document.path,
        String(document.version),
        document.how === 'given' ? 'given' : 'written again',
        document.expected_sha256.slice(0, 16),
        document.got_sha256?.slice(0, 16) ?? 'none',
        verdictOn(document),
      ]),
    ),
    '',
    `${decided_events} events decided again in ${decisions} decisions; ${equal_requests} of ${requests} requests are those that were asked.`,
    ...problems.map((problem) => `- ${problem}`),
    byte_equal
      ? `The run comes out the same: all ${documents.length} documents are byte-equal.`
      : 'The run does not come out the same.',
  ];
}

function verdictOn({ equal, got_sha256 }: ReplayedDocument): string {
  if (equal) return 'equal';
  return got_sha256 === null ? 'missing' : 'DIFFERS';
}
