import { beforeEach } from 'vitest';
import { forgetRedactions } from '../../src/core/redact.ts';

// Test files share a process. A secret registered by an earlier test would mask a missing registration in this one.
beforeEach(() => forgetRedactions());
