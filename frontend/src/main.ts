import { bootstrapApplication } from '@angular/platform-browser';

import { App } from './app/app';
import { appConfig } from './app/app.config';
import { installTrustedTypesPolicy } from './trusted-types';

installTrustedTypesPolicy();
void bootstrapApplication(App, appConfig);
