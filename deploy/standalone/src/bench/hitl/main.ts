import { readEnvironment } from '../../environment';
import { runProgram } from '../../terminal/run-program';

// `npm run bench:hitl [-- --requests <n>]`.
void runProgram((print) => {
  const { benchHitl } = require('./bench-hitl') as typeof import('./bench-hitl');
  return benchHitl(process.argv.slice(2), readEnvironment(), print);
});
