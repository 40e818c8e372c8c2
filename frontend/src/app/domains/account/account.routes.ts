import type { Routes } from '@angular/router';

/** Pages below `/account`. */
export const accountRoutes: Routes = [
  {
    path: '',
    title: 'Account',
    loadComponent: async () => (await import('./feature-account/account')).Account,
  },
];
