import { agentFileDeclaration } from './agent-definition';
import { processDeclaration } from './process-definition';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The committed schema files and what they must hold, by file name. Generated from the declarations. */
export function definitionSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['process.schema.json', render('BotArmy process', processDeclaration.schema)],
    ['agent.schema.json', render('BotArmy agent', agentFileDeclaration.schema)],
  ]);
}

function render(title: string, schema: object): string {
  return `${JSON.stringify({ $schema: DIALECT, title, ...schema }, null, 2)}\n`;
}
