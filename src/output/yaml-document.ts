import { Document, isScalar, visit } from 'yaml';

/** YAML in block style, with one value per line. */
export function toYaml(content: object): string {
  const document = new Document(content);
  // Strings from the API are quoted, so that YAML does not read them as another type.
  visit(document, {
    Pair: (_, { value }) => {
      if (isScalar(value) && typeof value.value === 'string')
        value.type = /^[a-z0-9][a-z0-9._-]*$/.test(value.value) ? 'PLAIN' : 'QUOTE_DOUBLE';
    },
    Seq: (_, seq) => {
      for (const item of seq.items) if (isScalar(item)) item.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY });
}
