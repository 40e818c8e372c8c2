// Prints the path of the helm that the checks use; exit 3 with the reason when there is none. Downloads nothing.
import { ToolUnavailable, findHelm } from './helm-tool.mjs';

try {
  process.stdout.write(`${findHelm()}\n`);
} catch (error) {
  if (!(error instanceof ToolUnavailable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
}
