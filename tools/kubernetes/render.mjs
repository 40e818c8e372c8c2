// Renders the product chart with the helm the checks use: node tools/kubernetes/render.mjs [--fetch] [helm template options].
// Exit 3: helm is not available, the reason is on standard error.
import { withChart, renderArguments } from './chart-copy.mjs';
import { ToolUnavailable, findHelm } from './helm-tool.mjs';

const options = process.argv.slice(2);

try {
  const helm = findHelm({ fetch: options.includes('--fetch') });
  const { status, output, errors } = withChart(helm, (run) =>
    run(...renderArguments, ...options.filter((option) => option !== '--fetch')),
  );
  process.stdout.write(output);
  process.stderr.write(errors);
  process.exitCode = status;
} catch (error) {
  if (!(error instanceof ToolUnavailable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
}
