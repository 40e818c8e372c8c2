import { readEnvironment } from '../../environment';
import { runProgram } from '../../terminal/run-program';

// `npm run bench:engine`.
void runProgram((print) => {
  const { benchEngine } = require('./bench-engine') as typeof import('./bench-engine');
  return benchEngine(readEnvironment(), print);
});
