import type { Routes } from '@angular/router';

/** The page at `/login`. */
export const signInRoutes: Routes = [
  {
    path: '',
    title: 'Sign in',
    loadComponent: async () => (await import('./feature-sign-in/sign-in')).SignIn,
  },
];
