import type { LoggerService } from '@nestjs/common';

import { isError } from '../errors/is-error';
import { correlation } from './correlation';
import type { Logger } from './logger';

/**
 * Nest's framework messages as log lines. Nest keeps one logger per process, so with several services in a process
 * the line goes to the service that is at work in the current asynchronous context.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly fallback: Logger) {}

  /** Nest announces every route and module: worth reading only while debugging. */
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const logger = correlation.getStore()?.logger ?? this.fallback;
    const framework_context = rest.at(-1);
    if (isError(message)) logger[level]({ err: message, framework_context }, 'framework error');
    else logger[level]({ framework_context, stack: rest.length > 1 ? rest[0] : undefined }, String(message));
  }
}
