import { expect, test } from 'vitest';
import { bytesToText } from '../../../src/platform/read-input.ts';

test.each([
  ['UTF-8', Buffer.from('a é\n')],
  ['UTF-8 with a byte order mark', Buffer.from('\ufeffa é\n')],
  ['UTF-16, as Windows PowerShell writes it', Buffer.from('\ufeffa é\n', 'utf16le')],
])('%s is read as text', (_, bytes) => {
  expect(bytesToText(bytes)).toBe('a é\n');
});
