import { readEnvironment } from '../../environment';
import { runProgram } from '../../terminal/run-program';

// `npm run bench:parked [-- --workflows <n>]`.
void runProgram((print) => {
  const { benchParked } = require('./bench-parked') as typeof import('./bench-parked');
  return benchParked(process.argv.slice(2), readEnvironment(), print);
});
