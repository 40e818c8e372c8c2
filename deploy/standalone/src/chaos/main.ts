import { readEnvironment } from '../environment';
import { runProgram } from '../terminal/run-program';

// `npm run chaos -- --spine [options]`.
void runProgram((print) => {
  const { chaos } = require('./chaos') as typeof import('./chaos');
  return chaos(process.argv.slice(2), readEnvironment(), print);
});
