/** Paths of liveness, readiness and scrape page; they stay out of traces. */
export const probePaths = ['/health/live', '/health/ready', '/metrics'] as const;
