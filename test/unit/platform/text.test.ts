import { expect, test } from 'vitest';
import { asText } from '../../../src/platform/text.ts';

test.each([
  ['UTF-8', Buffer.from('a é\n')],
  ['UTF-8 with its mark', Buffer.from('\ufeffa é\n')],
  ['UTF-16, as Windows PowerShell writes it', Buffer.from('\ufeffa é\n', 'utf16le')],
])('%s is read as text', (_, bytes) => {
  expect(asText(bytes)).toBe('a é\n');
});
