import type { Format } from '../../src/output/formats.ts';
import type { Columns, Row } from '../../src/output/rows.ts';
import type { StyleOptions } from '../../src/output/style-options.ts';
import { openWriter } from '../../src/output/writer.ts';

/** What a writer writes, piece by piece. */
export async function pieces(
  rows: readonly Row[],
  columns: Columns,
  format: Format,
  look: Partial<StyleOptions> = {},
): Promise<string[]> {
  const written: string[] = [];
  const writer = await openWriter(columns, format, { color: false, unicode: true, ...look }, async (text) => {
    written.push(text);
  });
  await writer.write(rows);
  await writer.end();
  return written;
}

/** Rows as the text of one format; a table has box characters unless the style disables them. */
export const render = async (...given: Parameters<typeof pieces>): Promise<string> =>
  (await pieces(...given)).join('');
