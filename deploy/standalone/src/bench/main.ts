import { readEnvironment } from '../environment';
import { runProgram } from '../terminal/run-program';

// `npm run bench:spine [-- --runs <n>]`.
void runProgram((print) => {
  const { benchSpine } = require('./bench-spine') as typeof import('./bench-spine');
  return benchSpine(process.argv.slice(2), readEnvironment(), print);
});
