import fc from 'fast-check';
import { IS_FULL } from './sizes.ts';

// The same change must have the same result every time. `npm run test:full` looks for new examples.
if (!IS_FULL) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20261126 });
