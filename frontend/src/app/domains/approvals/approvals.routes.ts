import type { Routes } from '@angular/router';

/** Pages below `/approvals`. */
export const approvalsRoutes: Routes = [
  {
    path: '',
    title: 'Approvals',
    loadComponent: async () => (await import('./feature-approval-list/approval-list')).ApprovalList,
  },
  {
    path: ':requestId',
    title: 'Approval',
    loadComponent: async () => (await import('./feature-approval-detail/approval-detail')).ApprovalDetail,
  },
];
