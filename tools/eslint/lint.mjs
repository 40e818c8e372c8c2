/**
 * `npm run lint [-- --fix] [--json] [paths]`. The Nx project graph is computed first: without it the boundary rule would find nothing and say
 * nothing. Fixing leaves the type-aware rules out, since they fix nothing and types are stale after the first fix.
 */
import { createRequire } from 'node:module';

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

import { workspaceRoot } from '../workspace/files.mjs';

/** Makes Nx write the graph that `@nx/enforce-module-boundaries` reads; throws when it holds no project. */
export async function prepareProjectGraph() {
  process.env.NX_DAEMON = 'false';
  const { createProjectGraphAsync } = createRequire(import.meta.url)('@nx/devkit');
  const graph = await createProjectGraphAsync({ exitOnError: false });
  const count = Object.values(graph.nodes).filter(({ data }) =>
    data.tags?.some((tag) => tag.startsWith('scope:')),
  ).length;
  if (count === 0) throw new Error('Nx sees no tagged project, so boundaries would not be checked. See nx.json.');
}

/** A blanket `eslint-disable` also silences the rule against it: such a report is brought back. */
function unsilence(result) {
  const silenced = result.suppressedMessages.filter(({ ruleId }) => ruleId === 'botarmy/disable-needs-reason');
  if (silenced.length === 0) return result;
  return { ...result, messages: [...result.messages, ...silenced], errorCount: result.errorCount + silenced.length };
}

/** Lints `paths`; prints the problems and returns their number. */
export async function lint(paths = ['.'], { fix = false, format = 'stylish', print = console.log } = {}) {
  await prepareProjectGraph();
  const eslint = new ESLint({
    cwd: workspaceRoot,
    fix,
    errorOnUnmatchedPattern: false,
    warnIgnored: false,
    ...(fix ? { overrideConfig: [tseslint.configs.disableTypeChecked] } : {}),
  });
  const results = (await eslint.lintFiles(paths)).map(unsilence);
  if (fix) await ESLint.outputFixes(results);
  const formatter = await eslint.loadFormatter(format);
  const text = await formatter.format(results);
  if (text !== '') print(text);
  return results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
}

if (import.meta.main) {
  const options = process.argv.slice(2);
  const paths = options.filter((option) => !option.startsWith('--'));
  const problems = await lint(paths.length > 0 ? paths : ['.'], {
    fix: options.includes('--fix'),
    format: options.includes('--json') ? 'json' : 'stylish',
  });
  process.exit(problems > 0 ? 1 : 0);
}
