import type { CounterConfiguration, GaugeConfiguration, HistogramConfiguration } from 'prom-client';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { processMetrics } from './process-metrics';

/** A gauge whose value is read when it is scraped. */
export type ObservedGauge<TLabel extends string> = Omit<GaugeConfiguration<TLabel>, 'collect'> & {
  collect?: (gauge: Gauge<TLabel>) => void | Promise<void>;
};

/**
 * The metrics of one service. Names read `botarmy_<noun>_<unit>[_total]`; asking twice for a name returns the
 * metric that exists. Label values come from closed sets.
 */
export class MetricsRegistry {
  readonly registry = new Registry();

  /** A value that only grows; the name ends in `_total`. */
  counter<TLabel extends string = never>(configuration: CounterConfiguration<TLabel>): Counter<TLabel> {
    if (!configuration.name.endsWith('_total')) throw new Error(`counter ${configuration.name} must end in _total`);
    return this.existing(configuration.name, Counter<TLabel>, () => new Counter(this.own(configuration)));
  }

  /** A value that goes up and down. */
  gauge<TLabel extends string = never>({ collect, ...configuration }: ObservedGauge<TLabel>): Gauge<TLabel> {
    return this.existing(configuration.name, Gauge<TLabel>, () => {
      const own: GaugeConfiguration<TLabel> = this.own(configuration);
      if (collect === undefined) return new Gauge(own);
      return new Gauge({
        ...own,
        collect() {
          return collect(this);
        },
      });
    });
  }

  /** A distribution; durations are in seconds. */
  histogram<TLabel extends string = never>(configuration: HistogramConfiguration<TLabel>): Histogram<TLabel> {
    return this.existing(configuration.name, Histogram<TLabel>, () => new Histogram(this.own(configuration)));
  }

  /** The scrape page: the service's metrics, then those of the process. */
  async text(): Promise<string> {
    const [own, shared] = await Promise.all([this.registry.metrics(), processMetrics().metrics()]);
    return `${own.trimEnd()}\n${shared}`.trimStart();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private own<TConfiguration extends { name: string }>(configuration: TConfiguration) {
    if (!/^botarmy_[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(configuration.name)) {
      throw new Error(`metric ${configuration.name} must read botarmy_<noun>_<unit>[_total]`);
    }
    return { ...configuration, registers: [this.registry] };
  }

  private existing<TMetric extends object>(
    name: string,
    kind: abstract new (...args: never[]) => TMetric,
    create: () => TMetric,
  ): TMetric {
    const found = this.registry.getSingleMetric(name);
    if (found === undefined) return create();
    if (found instanceof kind) return found;
    throw new Error(`metric ${name} is already registered as another kind: choose another name`);
  }
}
