import type { StatusTone } from '@ui/status/status';

import type { HitlStatus } from './approval';

const statuses: Readonly<Record<HitlStatus, { readonly label: string; readonly tone: StatusTone }>> = {
  pending: { label: 'Waiting for an answer', tone: 'warn' },
  approved: { label: 'Approved', tone: 'ok' },
  modified: { label: 'Modifications requested', tone: 'warn' },
  rejected: { label: 'Rejected', tone: 'danger' },
  cancelled: { label: 'Closed without an answer', tone: 'quiet' },
};

/** How a request's status reads. */
export function describeApprovalStatus(status: HitlStatus): { readonly label: string; readonly tone: StatusTone } {
  return statuses[status];
}
