import { runMain } from '@botarmy/chassis';

void runMain(() => import('./bootstrap.js'));
