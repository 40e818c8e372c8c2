import { trace } from '@opentelemetry/api';
import type { DestinationStream } from 'pino';
import { destination as fileDestination, pino, stdTimeFunctions } from 'pino';

import type { CorrelationFields } from './correlation';
import { correlationFields } from './correlation';
import type { Logger } from './logger';
import { redactFields, redactText } from './redact';

/** Where and from which level a logger writes. */
export interface LoggerOptions {
  level?: string;
  /** Fields of every line, for example `{ service: 'hitl' }`. */
  fields?: Record<string, unknown>;
  /** Anything with `write(line)`; standard output when absent. */
  destination?: DestinationStream;
}

/** A pino logger: JSON lines with correlation and trace ids, secrets redacted by name and by shape. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: options.fields ?? {},
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      mixin: () => ({ ...contextFields(), ...traceFields() }),
      // The later, more specific fields of the call win over those of the context.
      mixinMergeStrategy: (fields, context) => ({ ...context, ...fields }),
      serializers: { err: (value: unknown) => value },
      formatters: { level: (label) => ({ level: label }), log: redactFields, bindings: redactFields },
      hooks: {
        logMethod(input, method) {
          const redacted = input.map((part: unknown) => (typeof part === 'string' ? redactText(part) : part));
          method.apply(this, redacted as Parameters<typeof method>);
        },
      },
    },
    options.destination ?? fileDestination({ fd: 1, sync: true }),
  );
  // Pino does not format the fields of children; descendants inherit this method from their parent.
  const createChild = logger.child as (this: object, ...args: Parameters<Logger['child']>) => Logger;
  const redactedChild = function (this: object, ...[fields, childOptions]: Parameters<Logger['child']>): Logger {
    return createChild.call(this, redactFields(fields), childOptions);
  };
  return Object.assign(logger, { child: redactedChild });
}

/** The service is a binding of the logger already. */
function contextFields(): CorrelationFields {
  const { service: _service, ...fields } = correlationFields();
  return fields;
}

function traceFields(): Record<string, string> {
  const context = trace.getActiveSpan()?.spanContext();
  return context === undefined ? {} : { trace_id: context.traceId, span_id: context.spanId };
}
