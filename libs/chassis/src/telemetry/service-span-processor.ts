import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

import { correlation } from '../logging/correlation';
import { serviceAttribute } from './service-attribute';

/** Marks every span, those of instrumentations too, with the service at work. */
export class ServiceSpanProcessor implements SpanProcessor {
  constructor(private readonly fallbackService: string) {}

  onStart(span: Span): void {
    span.setAttribute(serviceAttribute, correlation.getStore()?.service ?? this.fallbackService);
  }

  onEnd(): void {
    // Nothing is kept.
  }

  async forceFlush(): Promise<void> {
    // Nothing is kept.
  }

  async shutdown(): Promise<void> {
    // Nothing is kept.
  }
}
