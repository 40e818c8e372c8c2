import type { Routes } from '@angular/router';

/** Pages below `/workflows/:workflowId/artifacts`. */
export const artifactsRoutes: Routes = [
  {
    path: ':artifactId',
    title: 'Document',
    loadComponent: async () => (await import('./feature-artifact-view/artifact-view')).ArtifactView,
  },
];
