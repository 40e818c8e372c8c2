/** Plants one violation of each kind in a copy of the workspace and says which of them nobody noticed. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { indexAddition, plants } from './plants.mjs';
import { runCommand } from './run-checks.mjs';
import { createScratchWorkspace } from './scratch-workspace.mjs';

const plantedFiles = (extension) =>
  [...new Set(plants.map(({ file }) => file))].filter((file) => file.endsWith(extension));

function plant(root) {
  for (const { file, text } of plants) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  appendFileSync(join(root, 'libs/contracts/src/index.ts'), indexAddition);
  const specs = { extends: './tsconfig.spec.json', include: plantedFiles('.spec.ts') };
  writeFileSync(
    join(root, 'tsconfig.planted.json'),
    JSON.stringify({ ...specs, compilerOptions: { incremental: false } }),
  );
}

/** For each tool: its command, and how a line of its output tells file and rule. */
function tools(root) {
  const bin = (name) => join(root, 'node_modules/.bin', name);
  const node = process.execPath;
  return {
    eslint: [node, 'tools/eslint/lint.mjs', '--json', ...plantedFiles('.ts')],
    boundaries: [node, 'tools/boundaries/check-boundaries.mjs'],
    'tsc -b': [bin('tsc'), '-b', 'libs/contracts', '--pretty', 'false'],
    'tsc of specs': [bin('tsc'), '-p', 'tsconfig.planted.json', '--pretty', 'false'],
    prettier: [bin('prettier'), '--list-different', ...plantedFiles('crooked.ts')],
  };
}

function reportedByEslint(output, root) {
  const results = JSON.parse(output.slice(output.indexOf('[{')));
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId }) => `${filePath.slice(root.length + 1)} ${ruleId}`),
  );
}

function isReported({ by, rule, file }, output, root) {
  if (by === 'eslint') return reportedByEslint(output, root).includes(`${file} ${rule}`);
  if (by === 'prettier') return output.split('\n').includes(file);
  if (by === 'boundaries') return isReportedCycleOrEdge(rule, file, output);
  return output.split('\n').some((line) => line.startsWith(file) && line.includes(rule));
}

function isReportedCycleOrEdge(rule, file, output) {
  const blocks = output.split(/\n(?=\S)/).filter((block) => block.startsWith(`${rule}: `));
  return blocks.some((block) => block.includes(file) || (rule === 'folder-cycle' && block.includes(dirname(file))));
}

function isMentioned({ by, file }, output, root) {
  if (by === 'eslint') return reportedByEslint(output, root).some((line) => line.startsWith(`${file} `));
  return output.includes(file);
}

/** One sentence per planted violation that passed, and per clean file that was reported; empty when all is well. */
export async function findUnnoticed() {
  const { root, remove } = createScratchWorkspace();
  try {
    plant(root);
    const outputs = {};
    const env = { ...process.env, NX_DAEMON: 'false', NX_WORKSPACE_ROOT_PATH: root };
    for (const [name, line] of Object.entries(tools(root))) {
      const { code, output } = await runCommand(line, { cwd: root, env });
      if (code === 0) return [`${name} found nothing wrong with the planted files`];
      outputs[name] = output;
    }
    const listed = await runCommand(
      [join(root, 'node_modules/.bin/tsc'), '-p', 'tsconfig.spec.json', '--listFilesOnly'],
      { cwd: root },
    );
    const problems = plants.flatMap((one) => {
      if (one.rule === undefined)
        return isMentioned(one, outputs[one.by], root) ? [`${one.by} reports ${one.file}`] : [];
      return isReported(one, outputs[one.by], root) ? [] : [`${one.by} does not report ${one.rule} in ${one.file}`];
    });
    const unchecked = plantedFiles('.spec.ts').filter((file) => !listed.output.includes(file));
    return [...problems, ...unchecked.map((file) => `tsconfig.spec.json does not include ${file}`)];
  } finally {
    remove();
  }
}
