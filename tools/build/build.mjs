/**
 * `npm run build`: Prisma clients, then every library, service and the standalone host from `src` to `dist`, then the console; each
 * only as far as its sources changed. `--node-only` leaves the console out.
 */
import { generateClients } from '../generate/generate.mjs';
import { buildProjects } from './build-projects.mjs';
import { buildFrontend, isFrontendStale } from './frontend.mjs';

async function main() {
  const started = performance.now();
  const generated = await generateClients();
  const built = await buildProjects();
  const files = Object.values(built).reduce((sum, count) => sum + count, 0);
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `build: ${generated.length} Prisma clients, ${files} files in ${Object.keys(built).length} projects, ${seconds()} s`,
  );
  if (process.argv.includes('--node-only') || !isFrontendStale()) return;
  buildFrontend();
  console.log(`build: console, ${seconds()} s`);
}

try {
  await main();
} catch (error) {
  console.error(`build failed: ${error.message}`);
  process.exitCode = 1;
}
