/** The simulator as one part that loads late: worlds, the simulated Sinch API, its server, and what clients need. */
export { clientVariables, sandboxCredentials } from './credentials.ts';
export { parseFault } from './inject-faults.ts';
export { createSandbox } from './sandbox.ts';
export { startServer } from './server.ts';
export { createWorld, openChosenWorld, openOwnWorld, restore } from './state.ts';
