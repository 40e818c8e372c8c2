import { DateTime } from 'luxon';

import type { ApprovalPolicy } from '@botarmy/process-engine';

type BusinessHours = NonNullable<ApprovalPolicy['business_hours']>;

const MINUTE_MS = 60_000;
const WORKING_WEEK = [1, 2, 3, 4, 5];
/** More days than any policy needs: a year of minutes in one-hour days over holidays. */
const MAX_DAYS = 10_000;

/**
 * The instant some minutes after another, counted inside business hours when there are any. Hours are those of the wall clock of the
 * time zone: a working day over a change of daylight saving has as many real minutes as lie between its ends.
 *
 * @throws {RangeError} for a time zone nobody knows or hours that never come
 */
export function addMinutes(from: Date, minutes: number, hours: BusinessHours | undefined): Date {
  if (hours === undefined) return new Date(from.getTime() + minutes * MINUTE_MS);
  let restMs = minutes * MINUTE_MS;
  let at = DateTime.fromJSDate(from, { zone: hours.time_zone });
  if (!at.isValid) throw new RangeError(`There is no time zone ${hours.time_zone}: use an IANA name.`);
  for (let day = 0; day < MAX_DAYS; day += 1) {
    const window = windowOf(at, hours);
    if (window !== undefined && at < window.end) {
      const start = at > window.start ? at : window.start;
      const leftMs = window.end.toMillis() - start.toMillis();
      if (restMs <= leftMs) return new Date(start.toMillis() + restMs);
      restMs -= leftMs;
    }
    at = at.plus({ days: 1 }).startOf('day');
  }
  throw new RangeError('These business hours never come: name days and hours on which people work.');
}

/** The working hours of the day an instant lies in; undefined when nobody works on it. */
function windowOf(at: DateTime, hours: BusinessHours): { start: DateTime; end: DateTime } | undefined {
  const { days = WORKING_WEEK, holidays = [] } = hours;
  if (!days.includes(at.weekday) || holidays.includes(at.toISODate() ?? '')) return undefined;
  const start = timeOn(at, hours.from);
  const end = timeOn(at, hours.to);
  return start < end ? { start, end } : undefined;
}

function timeOn(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 });
}
