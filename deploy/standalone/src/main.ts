import { preloadTelemetry, readOwnerEnvironment } from './environment';
import { runProgram } from './terminal/run-program';

// `node main.js <start | demo | dev | kill | restart> [options]`, called by the npm scripts of the same names.
void runProgram((print) => {
  const environment = readOwnerEnvironment();
  preloadTelemetry(environment);
  const { runCommand } = require('./commands/run-command') as typeof import('./commands/run-command');
  return runCommand(process.argv.slice(2), environment, print);
});
