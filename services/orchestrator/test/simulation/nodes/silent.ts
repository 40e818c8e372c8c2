import { Logger, MetricsRegistry } from '@botarmy/chassis';
import type { ConfigurationInForce } from '@botarmy/messaging';

/** A logger that tells the story when somebody listens, and nothing otherwise. */
export function storyLogger(tell: ((line: () => string) => void) | undefined): Logger {
  const write = (fields: object | string, sentence?: string): void => {
    tell?.(() => (typeof fields === 'string' ? fields : `${sentence ?? ''} ${describe(fields)}`));
  };
  const silent = (): void => undefined;
  const logger = {
    level: 'info',
    ...{ trace: silent, debug: silent, info: write, warn: write, error: write, fatal: write },
    child: () => logger,
  };
  return logger as unknown as Logger;
}

function describe(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value instanceof Error ? value.message : JSON.stringify(value)}`)
    .join(' ');
}

const metric = { inc: () => undefined, observe: () => undefined, set: () => undefined };

/** Metrics nobody reads. */
export const NO_METRICS = {
  counter: () => metric,
  gauge: () => metric,
  histogram: () => metric,
} as unknown as MetricsRegistry;

/** A book of configuration in which nobody changed anything. */
export const NOTHING_CONFIGURED: Pick<ConfigurationInForce, 'of' | 'installation'> = {
  of: () => ({}),
  installation: {},
};
