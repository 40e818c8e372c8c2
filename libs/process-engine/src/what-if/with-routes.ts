import type { CompiledProcess } from '../definition/compiled-process';
import { contentHash } from '../definition/content-hash';

/** The process with other models: `routes` by agent id, `*` for every agent that is not named. Unknown agents are left out. */
export function withRoutes(process: CompiledProcess, routes: Readonly<Record<string, string>>): CompiledProcess {
  const agents = Object.entries(process.agents).map(([id, agent]) => {
    const route = routes[id] ?? routes['*'] ?? agent.model.route;
    return [id, route === agent.model.route ? agent : { ...agent, model: { ...agent.model, route } }] as const;
  });
  const { content_hash: _before, ...changed } = { ...process, agents: Object.fromEntries(agents) };
  return { ...changed, content_hash: contentHash(changed) };
}
