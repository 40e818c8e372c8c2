const instantFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const countFormat = new Intl.NumberFormat();
const relativeFormat = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Date and time in the user's zone and language. */
export function formatInstant(iso: string): string {
  return instantFormat.format(new Date(iso));
}

/** Time of day with seconds in the user's zone and language. */
export function formatTime(iso: string): string {
  return timeFormat.format(new Date(iso));
}

/** A whole number with the user's separators. */
export function formatCount(value: number): string {
  return countFormat.format(value);
}

/** "5 min ago", "yesterday": how long before `nowMs` the instant was. */
export function formatAgo(iso: string, nowMs: number): string {
  const elapsedMs = Math.max(0, nowMs - Date.parse(iso));
  if (elapsedMs < minuteMs) return 'just now';
  if (elapsedMs < hourMs) return relativeFormat.format(-Math.floor(elapsedMs / minuteMs), 'minute');
  if (elapsedMs < dayMs) return relativeFormat.format(-Math.floor(elapsedMs / hourMs), 'hour');
  return relativeFormat.format(-Math.floor(elapsedMs / dayMs), 'day');
}

/** "42 s", "3 min 05 s", "2 h 10 min". */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours} h ${two(minutes % 60)} min`;
  if (minutes > 0) return `${minutes} min ${two(seconds % 60)} s`;
  return `${seconds} s`;
}

/** US dollars from millionths: two decimals, four below ten cents so that small sums do not read as nothing. */
export function formatCost(costMicros: number): string {
  const dollars = costMicros / 1_000_000;
  const digits = dollars > 0 && dollars < 0.1 ? 4 : 2;
  return `$${dollars.toFixed(digits)}`;
}

/** "812 B", "4.2 kB", "1.3 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** "Security reviewer" from `security-reviewer`: what people see of an id whose name is not at hand. */
export function formatId(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
