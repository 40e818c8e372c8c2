import { Pipe } from '@angular/core';
import type { PipeTransform } from '@angular/core';

import {
  formatAgo,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatId,
  formatInstant,
  formatTime,
} from './format';

/** Date and time. */
@Pipe({ name: 'instant' })
export class InstantPipe implements PipeTransform {
  transform(iso: string): string {
    return formatInstant(iso);
  }
}

/** Time of day. */
@Pipe({ name: 'timeOfDay' })
export class TimeOfDayPipe implements PipeTransform {
  transform(iso: string): string {
    return formatTime(iso);
  }
}

/** How long ago, seen from `nowMs`. */
@Pipe({ name: 'ago' })
export class AgoPipe implements PipeTransform {
  transform(iso: string, nowMs: number): string {
    return formatAgo(iso, nowMs);
  }
}

/** Milliseconds as a duration. */
@Pipe({ name: 'duration' })
export class DurationPipe implements PipeTransform {
  transform(durationMs: number): string {
    return formatDuration(durationMs);
  }
}

/** Millionths of a US dollar. */
@Pipe({ name: 'cost' })
export class CostPipe implements PipeTransform {
  transform(costMicros: number): string {
    return formatCost(costMicros);
  }
}

/** A size. */
@Pipe({ name: 'bytes' })
export class BytesPipe implements PipeTransform {
  transform(bytes: number): string {
    return formatBytes(bytes);
  }
}

/** A whole number. */
@Pipe({ name: 'count' })
export class CountPipe implements PipeTransform {
  transform(value: number): string {
    return formatCount(value);
  }
}

/** The id of an agent or a stage as a name. */
@Pipe({ name: 'idAsName' })
export class IdAsNamePipe implements PipeTransform {
  transform(id: string): string {
    return formatId(id);
  }
}
