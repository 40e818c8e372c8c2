/** A value as OTLP/JSON writes it: one of the fields is set. */
interface OtlpValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string | number;
  doubleValue?: number;
  arrayValue?: { values?: OtlpValue[] };
  kvlistValue?: { values?: OtlpAttribute[] };
}

interface OtlpAttribute {
  key: string;
  value: OtlpValue;
}

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind?: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: OtlpAttribute[];
  status?: { code?: number; message?: string };
  links?: { traceId: string; spanId: string }[];
}

/** The body of an OTLP/HTTP JSON trace export. */
export interface OtlpTraceExport {
  resourceSpans?: { resource?: { attributes?: OtlpAttribute[] }; scopeSpans?: { spans?: OtlpSpan[] }[] }[];
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** A span as tests look at it. Ids are lower-case hexadecimal, times are nanoseconds since 1970. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  kind: (typeof KINDS)[number];
  /** Resource attribute `service.name`. */
  serviceName: string;
  attributes: Record<string, unknown>;
  startNs: bigint;
  endNs: bigint;
  isError: boolean;
  links: { traceId: string; spanId: string }[];
}

/** Flattens an export into spans. */
export function readSpans(body: OtlpTraceExport): ReceivedSpan[] {
  return (body.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) => {
    const serviceName = String(toRecord(resource?.attributes)['service.name'] ?? '');
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => readSpan(span, serviceName)));
  });
}

function readSpan(span: OtlpSpan, serviceName: string): ReceivedSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || undefined,
    name: span.name,
    kind: KINDS[span.kind ?? 0] ?? 'unspecified',
    serviceName,
    attributes: toRecord(span.attributes),
    startNs: BigInt(span.startTimeUnixNano),
    endNs: BigInt(span.endTimeUnixNano),
    isError: span.status?.code === 2,
    links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
  };
}

function toRecord(attributes: OtlpAttribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, toValue(value)]));
}

function toValue(value: OtlpValue): unknown {
  if (value.intValue !== undefined) {
    return Number(value.intValue);
  }
  if (value.arrayValue !== undefined) {
    return (value.arrayValue.values ?? []).map(toValue);
  }
  if (value.kvlistValue !== undefined) {
    return toRecord(value.kvlistValue.values);
  }
  return value.stringValue ?? value.boolValue ?? value.doubleValue;
}
