import { Problem } from '@botarmy/chassis';

const MOST_LEVELS = 64;

/** Refuses JSON nested deeper than 64 levels; what walks it later may be recursive. */
export function assertShallow(value: object): void {
  let level: unknown[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) throw tooDeep();
    level = level.flatMap((item) =>
      Object.values(item as object).filter((child) => typeof child === 'object' && child !== null),
    );
  }
}

function tooDeep(): Problem {
  return new Problem({
    status: 400,
    code: 'too-deep',
    title: 'Nested too deeply',
    detail: `Send JSON of at most ${MOST_LEVELS} levels.`,
  });
}
