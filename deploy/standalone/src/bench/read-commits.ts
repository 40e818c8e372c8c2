/** Commits of a service so far: those that write, and transactions of Prisma, which here only reads. */
export interface Commits {
  readonly writing: number;
  readonly prisma: number;
}

const sample = /^botarmy_database_commits_total\{([^}]*)\} (\S+)$/gm;

/** Reads `botarmy_database_commits_total` from a service's metrics page. */
export async function readCommits(metricsUrl: string): Promise<Commits> {
  const response = await fetch(metricsUrl);
  if (!response.ok) throw new Error(`${metricsUrl} answered ${response.status}`);
  return parseCommits(await response.text());
}

/** Adds the samples of the counter up. */
export function parseCommits(page: string): Commits {
  const samples = [...page.matchAll(sample)].map(([, labels = '', value]) => ({ labels, count: Number(value) }));
  const sum = (isPrisma: boolean): number =>
    samples
      .filter(({ labels }) => labels.includes('kind="prisma"') === isPrisma)
      .reduce((total, { count }) => total + count, 0);
  return { writing: sum(false), prisma: sum(true) };
}
