import { readEnvironment } from '../../environment';
import { runProgram } from '../../terminal/run-program';

// `npm run bench:artifacts [-- --artifacts <n>]`.
void runProgram((print) => {
  const { benchArtifacts } = require('./bench-artifacts') as typeof import('./bench-artifacts');
  return benchArtifacts(process.argv.slice(2), readEnvironment(), print);
});
