import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarStyleRule } from 'js-yaml';

/** A word or a key. A word that starts with a digit may be a number: `1e312`. */
const WORD = /^(?:[a-z]|[\da-f]{8}-)[a-z\d._-]*$/;

/** Quotes strings from the API, so that YAML does not read them as another type. */
const quoteStrings: ScalarStyleRule = (layout) => {
  const { node, parent, isKey } = layout;
  if (isKey || node.tag !== 'tag:yaml.org,2002:str') return;
  if (parent?.kind !== 'mapping' || !WORD.test(node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
};

/** YAML in block style, with one value per line. */
export const toYaml = (content: object): string =>
  dump(content, {
    lineWidth: -1,
    noRefs: true,
    quoteStyle: 'double',
    scalarStyleRules: [quoteStrings, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
  });
