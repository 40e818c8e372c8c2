import type { ScenarioStep } from './scenario-definition';

const plan = 'analysis-execution-plan';

/**
 * Stories that together contain every event. Their histories are written down once per release of an event version
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
