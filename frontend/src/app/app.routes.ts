import type { Routes } from '@angular/router';

import { signedInGuard, signedOutGuard } from './session/signed-in-guard';

/** Every address of the console. A domain adds its own below its path. */
export const routes: Routes = [
  {
    path: 'login',
    canActivate: [signedOutGuard],
    loadChildren: async () => (await import('./domains/sign-in/sign-in.routes')).signInRoutes,
  },
  {
    path: 'shared',
    title: 'Shared conversation',
    loadComponent: async () =>
      (await import('./domains/chat/feature-shared/shared-conversation')).SharedConversationPage,
  },
  {
    path: 'unreachable',
    title: 'Not reachable',
    loadComponent: async () => (await import('./shell/unreachable')).Unreachable,
  },
  {
    path: '',
    canActivate: [signedInGuard],
    loadComponent: async () => (await import('./shell/shell')).Shell,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'workflows' },
      {
        path: 'workflows',
        loadChildren: async () => (await import('./domains/workflows/workflows.routes')).workflowsRoutes,
      },
      {
        path: 'approvals',
        loadChildren: async () => (await import('./domains/approvals/approvals.routes')).approvalsRoutes,
      },
      {
        path: 'chat',
        loadChildren: async () => (await import('./domains/chat/chat.routes')).chatRoutes,
      },
      {
        path: 'account',
        loadChildren: async () => (await import('./domains/account/account.routes')).accountRoutes,
      },
      {
        path: '**',
        title: 'Page not found',
        loadComponent: async () => (await import('./shell/page-not-found')).PageNotFound,
      },
    ],
  },
];
