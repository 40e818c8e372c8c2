import type { AskedQuestion, OpenHitlRequest } from '@botarmy/contracts';
import { contentHash } from '@botarmy/process-engine';
import type { ApprovalPolicy } from '@botarmy/process-engine';

import { completePolicy } from '../policy/complete-policy';
import { nextDueAt } from '../policy/decide-tick';
import { openedState } from '../policy/policy-state';
import type { PolicyState } from '../policy/policy-state';
import { toStorableText } from '../text/storable-text';
import { addresseeColumns } from './addressees';
import type { AddresseeColumns } from './addressees';
import type { NewRecord } from './advance';

/** A request as `hitl_request_open` takes it. */
export interface Opening extends OpenHitlRequest {
  readonly policy_state: PolicyState;
  readonly due_at: string | null;
  readonly addressees: AddresseeColumns;
  readonly records: readonly NewRecord[];
}

/** Makes a request storable and puts it under its policy; the clock of the policy starts when the workflow asked. */
export function openingOf(request: OpenHitlRequest): Opening {
  // Milliseconds: a page's cursor must name the stored instant exactly.
  const requestedAt = new Date(request.requested_at).toISOString();
  const stated = request.policy ?? {};
  const policy = completePolicy(stated as ApprovalPolicy);
  const state = openedState(requestedAt, request.requested_by ?? '');
  const { binding, artifacts } = request;
  return {
    ...request,
    title: toStorableText(request.title),
    description: toStorableText(request.description),
    ...(request.questions === undefined ? {} : { questions: request.questions.map(storable) }),
    options: request.options.map(({ value, label }) => ({ value, label: toStorableText(label) })),
    artifacts: artifacts.map((artifact) => ({ ...artifact, path: toStorableText(artifact.path) })),
    changes: (request.changes ?? []).map(toStorableText),
    requested_at: requestedAt,
    policy: stated,
    policy_state: state,
    due_at: nextDueAt(policy, state)?.toISOString() ?? null,
    addressees: addresseeColumns(policy, state),
    records: [
      {
        type: 'asked',
        occurred_at: requestedAt,
        data: {
          binding: binding ?? null,
          policy_version: contentHash(stated),
          artifact_versions: artifacts.map(({ version_id, sha256 }) => ({ version_id, sha256 })),
          requested_by: request.requested_by ?? null,
          changes: (request.changes ?? []).map(toStorableText),
        },
      },
    ],
  };
}

/** Whatever an agent wrote, with U+FFFD in place of what PostgreSQL cannot store. */
function storable(question: AskedQuestion): AskedQuestion {
  return JSON.parse(toStorableText(JSON.stringify(question)).replaceAll('\\u0000', '\uFFFD')) as AskedQuestion;
}
