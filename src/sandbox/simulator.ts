/** The simulator as one lazily loaded part: worlds, the simulated Sinch, its server and what clients need. */
export { clientVariables, sandboxCredentials } from './credentials.ts';
export { parseFault } from './faults.ts';
export { createSandbox } from './sandbox.ts';
export { startServer } from './server.ts';
export { createWorld, openChosenWorld, openOwnWorld, restore } from './state.ts';
