import type { Scenario, ScenarioExpectation, ScenarioStep } from './scenario-definition';

/** What a driver sees of the workflow. */
export interface ScenarioObservation {
  readonly status: string;
  /** The task an agent works on, with the feedback handed to it. */
  readonly running: {
    readonly task: string;
    readonly attempt: number;
    readonly lease: number;
    readonly feedback: readonly string[];
  } | null;
  /** All tasks that are worked on. */
  readonly running_tasks: readonly string[];
  readonly skipped: readonly string[];
  /** Tasks that failed while the workflow went on. */
  readonly given_up: readonly string[];
  readonly stage: string | null;
  readonly completed_stages: readonly string[];
  readonly percent: number;
  /** Title of the open question. */
  readonly asked: string | null;
  /** Titles of all open questions. */
  readonly asked_all: readonly string[];
  readonly artifacts: readonly string[];
  readonly failure: string | null;
}

/** Expectations that are sets: their order says nothing. */
const UNORDERED = new Set(['artifacts', 'running_tasks', 'skipped', 'given_up', 'asked_all']);

/** Carries a story out: on the engine alone, or on running services. */
export interface ScenarioDriver {
  /** Does one step and says how it went: `accepted`, `ignored: <reason>` or `rejected: <code>`. */
  perform(step: ScenarioStep): Promise<string> | string;
  observe(): Promise<ScenarioObservation> | ScenarioObservation;
}

/** Runs a story and returns every difference to what it expects; none means it holds. */
export async function runScenario(scenario: Scenario, driver: ScenarioDriver): Promise<readonly string[]> {
  for (const step of scenario.given) {
    const outcome = await driver.perform(step);
    if (outcome !== 'accepted') return [`given ${JSON.stringify(step)}: ${outcome}`];
  }
  let outcome = '';
  for (const step of scenario.when) outcome = await driver.perform(step);
  return compare(scenario.then, await driver.observe(), outcome);
}

function compare(expected: ScenarioExpectation, seen: ScenarioObservation, outcome: string): readonly string[] {
  const actual: Readonly<Record<keyof ScenarioExpectation, unknown>> = {
    outcome,
    status: seen.status,
    running: seen.running?.task ?? 'nothing',
    attempt: seen.running?.attempt,
    lease: seen.running?.lease,
    running_tasks: sorted(seen.running_tasks),
    skipped: sorted(seen.skipped),
    given_up: sorted(seen.given_up),
    stage: seen.stage,
    completed_stages: seen.completed_stages,
    percent: seen.percent,
    asked: seen.asked,
    asked_all: sorted(seen.asked_all),
    feedback: seen.running?.feedback ?? [],
    artifacts: sorted(seen.artifacts),
    failure: seen.failure,
  };
  return Object.entries(expected).flatMap(([field, wanted]) => {
    const found = actual[field as keyof ScenarioExpectation];
    const holds =
      field === 'feedback'
        ? containsEach(found as readonly string[], wanted as readonly string[])
        : same(found, UNORDERED.has(field) ? sorted(wanted as readonly string[]) : wanted);
    return holds ? [] : [`${field}: expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`];
  });
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort();
}

function containsEach(found: readonly string[], wanted: readonly string[]): boolean {
  return found.length === wanted.length && wanted.every((text, index) => found[index]?.includes(text) === true);
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
