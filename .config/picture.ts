// Draws what a terminal shows as an SVG. test/e2e/documents.test.ts uses it to draw docs/session.svg from a real session.

const [COLUMN, LINE, MARGIN, BAR] = [8.4, 20, 20, 36];
const [BACKGROUND, FOREGROUND] = ['#0d1117', '#e6edf3'];

/** Colors of SGR codes 30 to 37; 90 to 97 are the same here. */
const COLORS = ['#6e7681', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#e6edf3'];

interface Style {
  color: string;
  bold: boolean;
  dim: boolean;
}

const PLAIN: Style = { color: FOREGROUND, bold: false, dim: false };

function restyle(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: PLAIN.color };
  const color = /^[39][0-7]$/.test(String(code)) ? COLORS[code % 10] : undefined;
  if (color === undefined) throw new Error(`no style for the code ${code}`);
  return { ...style, color };
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** textLength keeps columns aligned in any font. */
function span(text: string, style: Style, column: number, y: number): string {
  const start = column + text.length - text.trimStart().length;
  const shown = text.trim();
  if (shown === '') return '';
  const place = `x="${(MARGIN + start * COLUMN).toFixed(1)}" y="${y}" textLength="${(shown.length * COLUMN).toFixed(1)}"`;
  const look = `fill="${style.color}"${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.65"' : ''}`;
  return `<text ${place} ${look}>${xml(shown)}</text>`;
}

/** A terminal window with these lines. The only supported control sequences are colors, bold, and dim. */
export function drawTerminal(lines: readonly string[], columns: number, title: string): string {
  let style = PLAIN;
  const texts = lines.flatMap((line, row) => {
    let column = 0;
    return line.split(/(\u001b\[[\d;]*m)/).map((part) => {
      const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
      if (codes !== undefined) {
        style = codes.split(';').map(Number).reduce(restyle, style);
        return '';
      }
      const drawn = span(part, style, column, BAR + MARGIN + row * LINE);
      column += part.length;
      return drawn;
    });
  });
  const [width, height] = [Math.ceil(2 * MARGIN + columns * COLUMN), BAR + MARGIN + lines.length * LINE];
  const buttons = ['#ff5f56', '#ffbd2e', '#27c93f'].map(
    (color, index) => `<circle cx="${MARGIN + index * 20}" cy="18" r="6" fill="${color}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" xml:space="preserve" style="white-space:pre" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    `<title>${xml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    ...buttons,
    ...texts.filter(Boolean),
    '</svg>\n',
  ].join('\n');
}
