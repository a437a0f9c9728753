import { beforeEach } from 'vitest';
import { forgetRedactions } from '../../src/core/redact.ts';

// Test files share a process. A secret that an earlier test registered would hide that this one does not.
beforeEach(() => forgetRedactions());
