import type { WhatIfFigures, WhatIfReport } from '@botarmy/contracts';
import { artifactsOf, foldWorkflow } from '@botarmy/process-engine';
import type { RunRecord, WhatIfCost, WhatIfOutcome } from '@botarmy/process-engine';

/** What is kept of a finished what-if run. */
export interface KeptOutcome {
  readonly failure: string | null;
  readonly report: WhatIfReport | null;
}

/** Sets a what-if run beside the run on record. */
export function reportOn(record: RunRecord, outcome: WhatIfOutcome): WhatIfReport {
  const { divergence, reused, asked, duration_ms, documents } = outcome;
  const before = new Map(artifactsOf(foldWorkflow(record.events)).map(({ path, sha256 }) => [path, sha256] as const));
  return {
    divergence: divergence === null ? null : { ...divergence },
    original: originalFigures(record),
    what_if: { ...sumOf(reused, asked), duration_ms: Math.max(0, Math.round(duration_ms)) },
    reused_calls: reused.calls,
    spent_micros: asked.cost_micros,
    documents: [...documents.values()].slice(0, 1_000).map(({ path, artifact_id, version, sha256 }) => {
      const known = before.get(path);
      const change =
        known === undefined ? ('new' as const) : known === sha256 ? ('same' as const) : ('changed' as const);
      return { path, artifact_id, version, sha256, change };
    }),
    missing_paths: [...before.keys()].filter((path) => !documents.has(path)).slice(0, 1_000),
  };
}

function originalFigures({ events }: RunRecord): WhatIfFigures {
  const { calls, input_tokens, output_tokens, cost_micros } = foldWorkflow(events).usage;
  const [first, last] = [events[0], events.at(-1)];
  const duration_ms = Date.parse(last?.occurred_at ?? '') - Date.parse(first?.occurred_at ?? '');
  return { calls, input_tokens, output_tokens, cost_micros, duration_ms };
}

function sumOf(one: WhatIfCost, other: WhatIfCost): WhatIfCost {
  return {
    calls: one.calls + other.calls,
    input_tokens: one.input_tokens + other.input_tokens,
    output_tokens: one.output_tokens + other.output_tokens,
    cost_micros: one.cost_micros + other.cost_micros,
  };
}
