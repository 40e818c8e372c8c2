import { constant, integer, list, number, object, text } from './declare';
import type { Declared } from './declare';
import { ID_PATTERN, MAX_ID_LENGTH, MAX_NAME_LENGTH, NAME_PATTERN } from './grammar';

const id = (description: string) => text(description, { pattern: ID_PATTERN, max: MAX_ID_LENGTH });
const name = (description: string) => text(description, { pattern: NAME_PATTERN, max: MAX_NAME_LENGTH });

const model = object('Which model answers, and how.', {
  route: id('Ordered choice of models, configured in the router.'),
  max_output_tokens: integer('Most tokens of one answer.', 64, 128_000),
  temperature: number('0 is steady, higher is freer.', 0, 2),
});

/** The declaration of agent.yaml. */
export const agentDeclaration = object(
  'An agent: a named role with a prompt (prompt.md beside this file) and a model route.',
  {
    schema_version: constant('Version of this format.', 1),
    id: id('Unique; the name of its folder.'),
    name: name('What people see.'),
    role: name('The role in the team.'),
    description: text('What the agent is for.', { max: 2_000 }),
    model,
    capabilities: list('What the agent can do.', name('A capability.'), { min: 1, max: 30, unique: true }),
  },
  { pool: id('Queue of runners that work for it. Default: its id.') },
);

/** agent.yaml as data. */
export type AgentDefinition = Declared<typeof agentDeclaration>;
