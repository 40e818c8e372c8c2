import type { Routes } from '@angular/router';

/** Pages below `/chat`. */
export const chatRoutes: Routes = [
  {
    path: '',
    title: 'Chat',
    loadComponent: async () => (await import('./feature-chat/chat')).Chat,
  },
  {
    path: ':conversationId',
    title: 'Chat',
    loadComponent: async () => (await import('./feature-chat/chat')).Chat,
  },
];
