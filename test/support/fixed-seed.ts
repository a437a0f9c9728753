import fc from 'fast-check';
import { IS_FULL } from './sizes.ts';

// The same change must get the same verdict every time. New examples are looked for by `npm run test:full`.
if (!IS_FULL) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20261126 });
