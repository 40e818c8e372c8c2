import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const searchArtifacts: Command = {
  name: 'artifact search',
  summary: 'Find artifacts by words of their name, path and text',
  arguments: ['words'],
  options: {
    workflow: { type: 'string', value: '<id>', description: 'only those of one workflow' },
    agent: { type: 'string', value: '<id>', description: 'only those whose newest version an agent wrote' },
    limit: { type: 'string', value: '<count>', description: 'how many to show, 1 to 50; else 20' },
    cursor: { type: 'string', value: '<cursor>', description: 'where the page before ended' },
  },
  async run(invocation) {
    const { client, output } = invocation;
    const workflow_id = invocation.text('workflow');
    const agent_id = invocation.text('agent');
    const limit = invocation.count('limit', { min: 1, max: 50 });
    const cursor = invocation.text('cursor');
    const reply = await client.searchArtifacts({
      text: invocation.requiredArgument('words'),
      ...(workflow_id === undefined ? {} : { workflow_id }),
      ...(agent_id === undefined ? {} : { agent_id }),
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    output.show(reply, () => [
      ...reply.hits.flatMap(({ artifact, passage }) => [
        `${artifact.id}  ${artifact.workflow_id}  ${artifact.path}`,
        // Brackets instead of colours: a document's own text cannot change what the terminal does.
        `    ${passage
          .map(({ text, hit }) => (hit ? `[${text}]` : text))
          .join('')
          .replace(/\s+/g, ' ')}`,
      ]),
      ...(reply.hits.length === 0 ? ['Nothing found.'] : []),
      ...(reply.not_indexed === 0 ? [] : [`${reply.not_indexed} documents are not searchable yet.`]),
      ...(reply.next_cursor === null ? [] : [`More: --cursor ${reply.next_cursor}`]),
    ]);
    return EXIT_CODES.ok;
  },
};
