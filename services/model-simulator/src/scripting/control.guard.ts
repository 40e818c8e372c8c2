import type { CanActivate } from '@nestjs/common';
import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';

import { SimulatorConfig } from '../config';

/** Hides the control endpoints unless the configuration opens them. */
@Injectable()
export class ControlGuard implements CanActivate {
  constructor(private readonly config: SimulatorConfig) {}

  canActivate(): boolean {
    if (this.config.SIMULATOR_CONTROL) return true;
    throw new Problem({
      status: 404,
      code: 'simulator-control-off',
      title: 'Not found',
      detail: 'The simulator is not scriptable here: set SIMULATOR_CONTROL=true where only tests can reach it.',
    });
  }
}
