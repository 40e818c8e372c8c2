const sample = /^botarmy_workflow_commands_total\{([^}]*)\} (\S+)$/gm;

/** Results of attempts that the orchestrator refused so far because they came too late or twice. */
export async function readLateResults(orchestratorUrl: string): Promise<number> {
  const response = await fetch(`${orchestratorUrl}/metrics`);
  if (!response.ok) throw new Error(`${orchestratorUrl}/metrics answered ${response.status}`);
  return parseLateResults(await response.text());
}

/** Adds the refused results up. */
export function parseLateResults(page: string): number {
  return [...page.matchAll(sample)]
    .filter(([, labels = '']) => /command="(complete|fail)-task"/.test(labels) && labels.includes('outcome="ignored"'))
    .reduce((total, [, , value]) => total + Number(value), 0);
}
