import type { Routes } from '@angular/router';

/** Pages below `/workflows`, the documents of a workflow among them. */
export const workflowsRoutes: Routes = [
  {
    path: '',
    title: 'Workflows',
    loadComponent: async () => (await import('./feature-workflow-list/workflow-list')).WorkflowList,
  },
  {
    path: 'new',
    title: 'Start a workflow',
    loadComponent: async () => (await import('./feature-start-workflow/start-workflow')).StartWorkflow,
  },
  {
    path: ':workflowId',
    title: 'Workflow',
    loadComponent: async () => (await import('./feature-workflow-live/workflow-live')).WorkflowLive,
  },
  {
    path: ':workflowId/artifacts',
    loadChildren: async () => (await import('../artifacts/artifacts.routes')).artifactsRoutes,
  },
];
