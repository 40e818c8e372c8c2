import { approveInVain, edit, fork, guide, migrate, pauseAndWithdraw, rerunStale, restart } from './golden-commands';
import type { GoldenStory } from './golden-commands';
import type { ScenarioStep } from './scenario-definition';

const plan = 'analysis-execution-plan';

/**
 * Stories of the first release's events. Their histories are written down once per release of an event version
 * and never changed: `<name>.events.json` must fold to `<name>.state.json` for ever.
 */
export const GOLDEN_STORIES: Readonly<Record<string, readonly ScenarioStep[]>> = {
  'straight-through': [{ start: {} }, { run_until: 'completed' }],
  'sent-back': [
    { start: {} },
    { complete: { task: plan, missing_sections: ['Risks'] } },
    { expire_lease: { task: plan } },
    { fail: { task: plan, code: 'provider-unavailable' } },
    { fire_timer: {} },
    { run_until: 'approval' },
    { answer: { response: 'modified', feedback: 'Use a single database.' } },
    { run_until: 'approval' },
    { answer: { response: 'rejected', feedback: 'This misses offline use.' } },
    { pause: { mode: 'immediate' } },
    { resume: {} },
    { run_until: 'completed' },
  ],
  'waiting-for-people': [{ start: {} }, { run_until: 'approval' }, { pause: {} }],
  cancelled: [
    { start: {} },
    { fail: { task: plan, code: 'rate-limited' } },
    { cancel: { reason: 'No longer needed.' } },
  ],
  failed: [{ start: {} }, { fail: { task: plan, code: 'budget-exhausted', retryable: false } }],
};

/** Stories that together with the first ones contain every version of every event; kept in the same way. */
export const GOLDEN_LANGUAGE_STORIES: Readonly<Record<string, GoldenStory>> = {
  'left-out': { process: 'examples/conditions', steps: [{ start: {} }, { run_until: 'completed' }] },
  'given-up': {
    process: 'examples/conditions',
    steps: [{ start: {} }, { complete: { task: 'work-plan' } }, fail('result')],
  },
  refined: {
    process: 'examples/refine',
    steps: [
      { start: {} },
      { run_until: 'draft' },
      { complete: { task: 'draft', values: { score: 3 } } },
      { complete: { task: 'draft', values: { score: 9 } } },
      { complete: { task: 'verify-plan' } },
      { complete: { task: 'verdict', values: { passed: false } } },
    ],
  },
  expanded: {
    process: 'examples/fan-out',
    steps: [{ start: { inputs: { topics: [{ id: 'cost' }, { id: 'risk' }] } } }, { run_until: 'completed' }],
  },
  limited: {
    process: 'examples/limits',
    steps: [{ start: {} }, { complete: { task: 'work-plan' } }, { complete: { task: 'paper' } }, { resume: {} }],
  },
  'sub-process': { process: 'examples/sub-process', steps: [{ start: {} }, { run_until: 'completed' }] },
  undone: {
    process: 'examples/compensation',
    steps: [
      { start: { inputs: { places: [{ id: 'rome' }, { id: 'oslo' }] } } },
      { run_until: 'announcement' },
      { cancel: { reason: 'Called off.' } },
      { run_until: 'undo-reserve' },
      { fail: { task: 'undo-reserve', code: 'refused', retryable: false } },
      { skip: { task: 'undo-reserve', reason: 'There was no account.' } },
      { run_until: 'cancelled' },
    ],
  },
  controlled: {
    process: 'sdlc',
    steps: [
      { start: {} },
      { complete: { task: plan } },
      guide('architect'),
      { run_until: 'approval' },
      approveInVain,
      edit('requirements.md', 5, false),
      rerunStale,
      { run_until: 'approval' },
      pauseAndWithdraw,
      { resume: {} },
      { run_until: 'validation-execution-plan' },
      restart('build'),
      { skip: { task: 'implementation-planning', reason: 'Known already.' } },
      migrate,
    ],
  },
  forked: {
    process: 'sdlc',
    steps: [{ start: {} }, { run_until: 'architecture-design' }, fork, { run_until: 'approval' }],
  },
  'asked-questions': {
    process: 'sdlc',
    steps: [
      { start: {} },
      { complete: { task: plan } },
      { ask: { task: 'requirements-analysis' } },
      { answer_questions: { answers: { database: 'SQLite' } } },
      { run_until: 'approval' },
    ],
  },
  'declined-questions': {
    process: 'sdlc',
    steps: [
      { start: {} },
      { complete: { task: plan } },
      { ask: { task: 'requirements-analysis' } },
      { answer_questions: { declined: true } },
    ],
  },
};

function fail(task: string): ScenarioStep {
  return { fail: { task, code: 'broken', retryable: false } };
}
