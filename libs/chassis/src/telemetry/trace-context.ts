import type { TextMapGetter, TextMapSetter } from '@opentelemetry/api';
import { context, propagation } from '@opentelemetry/api';

/** Headers with accessors, such as those of NATS messages. */
export interface HeaderAccessors {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  keys(): Iterable<string>;
}

/** What trace context travels in: a plain object, or headers with accessors. */
export type TraceCarrier = Record<string, string> | HeaderAccessors;

const setter: TextMapSetter<TraceCarrier> = {
  set(carrier, name, value) {
    if (hasAccessors(carrier)) carrier.set(name, value);
    else carrier[name] = value;
  },
};

const getter: TextMapGetter<TraceCarrier> = {
  get: (carrier, name) => (hasAccessors(carrier) ? carrier.get(name) || undefined : carrier[name]),
  keys: (carrier) => (hasAccessors(carrier) ? [...carrier.keys()] : Object.keys(carrier)),
};

/** Writes `traceparent` of the current span into the carrier and returns it; nothing when there is no span. */
export function injectTraceContext<TCarrier extends TraceCarrier>(carrier: TCarrier): TCarrier {
  propagation.inject(context.active(), carrier, setter);
  return carrier;
}

/** Runs `fn` as part of the trace the carrier came from. */
export function runWithTraceContext<TResult>(carrier: TraceCarrier, fn: () => TResult): TResult {
  return context.with(propagation.extract(context.active(), carrier, getter), fn);
}

function hasAccessors(carrier: TraceCarrier): carrier is HeaderAccessors {
  return typeof carrier.get === 'function' && typeof carrier.set === 'function';
}
