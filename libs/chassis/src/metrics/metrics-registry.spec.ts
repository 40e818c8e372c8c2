import { MetricsRegistry } from './metrics-registry';

describe('MetricsRegistry', () => {
  it('returns the metric that exists under a name', () => {
    const metrics = new MetricsRegistry();
    const options = { name: 'botarmy_orders_total', help: 'Orders', labelNames: ['kind'] as const };
    expect(metrics.counter(options)).toBe(metrics.counter(options));
    expect(() => metrics.histogram({ ...options, buckets: [1] })).toThrow('already registered as another kind');
  });

  it('refuses names outside the scheme', () => {
    const metrics = new MetricsRegistry();
    expect(() => metrics.counter({ name: 'botarmy_orders', help: '' })).toThrow('must end in _total');
    expect(() => metrics.gauge({ name: 'orders_open', help: '' })).toThrow('must read botarmy_<noun>_<unit>');
  });

  it('keeps the metrics of two services apart and shares those of the process', async () => {
    const [first, second] = [new MetricsRegistry(), new MetricsRegistry()];
    first.counter({ name: 'botarmy_orders_total', help: 'Orders' }).inc(3);
    expect(await first.text()).toContain('botarmy_orders_total 3');
    expect(await second.text()).not.toContain('botarmy_orders_total');
    expect(await second.text()).toContain('process_cpu_seconds_total');
    expect(first.contentType).toContain('text/plain');
  });

  it('reads an observed gauge when it is scraped', async () => {
    const metrics = new MetricsRegistry();
    let open = 1;
    metrics.gauge({ name: 'botarmy_orders_open', help: 'Open', collect: (gauge) => gauge.set(open) });
    open = 5;
    expect(await metrics.text()).toContain('botarmy_orders_open 5');
  });
});
