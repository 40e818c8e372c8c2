import { anything, constant, integer, list, number, object, record, recordOf, text } from './declare';
import type { Declaration, Declared } from './declare';
import {
  ID_PATTERN,
  MAX_ID_LENGTH,
  MAX_NAME_LENGTH,
  NAME_PATTERN,
  TITLE_TEMPLATE_PATTERN,
  VALUE_NAME_PATTERN,
} from './grammar';

const id = (description: string) => text(description, { pattern: ID_PATTERN, max: MAX_ID_LENGTH });
const name = (description: string) => text(description, { pattern: NAME_PATTERN, max: MAX_NAME_LENGTH });
const nameTemplate = (description: string) =>
  text(description, { pattern: TITLE_TEMPLATE_PATTERN, max: MAX_NAME_LENGTH });
const prose = (description: string) => text(description, { max: 2_000 });

const model = object('Which model answers, and how.', {
  route: id('Ordered choice of models, configured in the router.'),
  max_output_tokens: integer('Most tokens of one answer.', 64, 128_000),
  temperature: number('0 is steady, higher is freer.', 0, 2),
});

const WHAT = 'An agent: a named role with a prompt (prompt.md beside this file) and a model route.';

/** What every agent.yaml says; in a template names may hold `{{ with.… }}`. */
const fields = (named: (description: string) => Declaration<string>) => ({
  schema_version: constant('Version of this format.', 1),
  id: id('Unique; the name of its folder.'),
  name: named('What people see.'),
  role: named('The role in the team.'),
  description: prose('What the agent is for.'),
  model,
  capabilities: list('What the agent can do.', named('A capability.'), { min: 1, max: 30, unique: true }),
});
const pool = id('Queue of runners that work for it. Default: its id.');

/** The declaration of agent.yaml as it is written. */
export const agentFileDeclaration = object(WHAT, fields(nameTemplate), {
  pool,
  parameters: recordOf(
    'Makes the agent a template: texts and prompt may hold {{ with.<parameter> }}. What a use has to say, with the default; null when there is none.',
    anything('The default.'),
    { pattern: VALUE_NAME_PATTERN, max: 20 },
  ),
});
/** The declaration of an agent whose parameters are filled in. */
export const agentDeclaration = object(WHAT, fields(name), { pool });

/** An agent that a process makes from a template. */
export const agentUse = object(
  'An agent of this process made from a template; what it says itself wins.',
  { id: id('Unique among the agents.'), use: id('The agent it is made from.') },
  {
    with: record('Values of the parameters of the template.'),
    name: name('What people see.'),
    role: name('The role in the team.'),
    description: prose('What the agent is for.'),
    pool: id('Queue of runners that work for it. Default: that of the template.'),
    model,
  },
);

/** agent.yaml as data. */
export type AgentDefinition = Declared<typeof agentDeclaration>;
