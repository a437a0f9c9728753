import type { E164 } from '../account/phone-number.ts';

type NumberType = 'Unknown' | 'Fixed' | 'Mobile' | 'Other';

interface Rate {
  country: string;
  /** Matches mobile numbers after the calling code; null if a number does not show its type. */
  mobile: RegExp | null;
  currency: 'USD' | 'EUR';
  /** Per minute: to a mobile number, and to any other. */
  amounts: readonly [number, number];
}

type RateRow = readonly [string, string, string | null, number, number, ('USD' | 'EUR')?];

/** Sample rates: calling code, country, mobile prefix, mobile rate, other rate. */
const ROWS: readonly RateRow[] = [
  ['1', 'US', null, 0.0102, 0.0102],
  ['1403', 'CA', null, 0.0086, 0.0086],
  ['1416', 'CA', null, 0.0086, 0.0086],
  ['1514', 'CA', null, 0.0086, 0.0086],
  ['1604', 'CA', null, 0.0086, 0.0086],
  ['1613', 'CA', null, 0.0086, 0.0086],
  ['1647', 'CA', null, 0.0086, 0.0086],
  ['7', 'RU', '9', 0.0912, 0.0461],
  ['20', 'EG', '1[0125]', 0.1182, 0.1034],
  ['27', 'ZA', '[678]', 0.0742, 0.0413],
  ['30', 'GR', '69', 0.0312, 0.0141, 'EUR'],
  ['31', 'NL', '6', 0.0289, 0.0121, 'EUR'],
  ['32', 'BE', '4', 0.0314, 0.0152, 'EUR'],
  ['33', 'FR', '[67]', 0.0297, 0.0091, 'EUR'],
  ['34', 'ES', '[67]', 0.0271, 0.0098, 'EUR'],
  ['36', 'HU', '[2357]0', 0.0341, 0.0132],
  ['39', 'IT', '3', 0.0302, 0.0106, 'EUR'],
  ['40', 'RO', '7', 0.0338, 0.0114],
  ['41', 'CH', '7[4-9]', 0.0452, 0.0241],
  ['43', 'AT', '6[5-9]', 0.0327, 0.0173, 'EUR'],
  ['44', 'GB', '7[1-57-9]', 0.0269, 0.0107],
  ['45', 'DK', '[2-6]', 0.0291, 0.0112],
  ['46', 'SE', '7[02369]', 0.0368, 0.0109],
  ['47', 'NO', '[49]', 0.0324, 0.0119],
  ['48', 'PL', '[5-7]', 0.0293, 0.0118],
  ['49', 'DE', '1[567]', 0.0308, 0.0101, 'EUR'],
  ['52', 'MX', null, 0.0213, 0.0213],
  ['54', 'AR', '9', 0.1493, 0.0187],
  ['55', 'BR', '\\d\\d9', 0.0614, 0.0201],
  ['60', 'MY', '1', 0.0332, 0.0194],
  ['61', 'AU', '4', 0.0351, 0.0187],
  ['62', 'ID', '8', 0.0681, 0.0433],
  ['63', 'PH', '9', 0.1402, 0.1183],
  ['64', 'NZ', '2', 0.0393, 0.0164],
  ['65', 'SG', '[89]', 0.0274, 0.0212],
  ['66', 'TH', '[689]', 0.0381, 0.0342],
  ['81', 'JP', '[789]0', 0.0941, 0.0423],
  ['82', 'KR', '1', 0.0414, 0.0231],
  ['86', 'CN', '1[3-9]', 0.0252, 0.0241],
  ['90', 'TR', '5', 0.1843, 0.0482],
  ['91', 'IN', '[6-9]', 0.0162, 0.0162],
  ['351', 'PT', '9', 0.0283, 0.0109, 'EUR'],
  ['353', 'IE', '8', 0.0296, 0.0114, 'EUR'],
  ['358', 'FI', '[45]', 0.0321, 0.0288, 'EUR'],
  ['372', 'EE', '5', 0.0447, 0.0191, 'EUR'],
  ['420', 'CZ', '[67]', 0.0318, 0.0157],
  ['972', 'IL', '5', 0.0403, 0.0172],
];

const RATES: ReadonlyMap<string, Rate> = new Map(
  ROWS.map(([code, country, mobile, toMobile, toOther, currency = 'USD']) => [
    code,
    {
      country,
      mobile: mobile === null ? null : new RegExp(`^${mobile}`),
      currency,
      amounts: [toMobile, toOther],
    },
  ]),
);

const LONGEST_CODE = 4;
const TOLL_FREE = /^1(?:800|888|877|866|855|844|833)/;
const PREMIUM = /^1900/;

/** The rate with the longest matching calling code, and the digits after the code. */
function rateOf(digits: string): { rate: Rate; rest: string } | undefined {
  for (let length = LONGEST_CODE; length > 0; length--) {
    const rate = RATES.get(digits.slice(0, length));
    if (rate) return { rate, rest: digits.slice(length) };
  }
  return undefined;
}

/** The response of queryNumber. In a country without a rate, the type is Unknown. */
export function lookupRate(number: E164) {
  const digits = number.slice(1);
  const found = rateOf(digits);
  if (!found) return { numberType: 'Unknown', normalizedNumber: number, restricted: false } as const;
  const { rate, rest } = found;
  const isMobile = rate.mobile?.test(rest) ?? false;
  const isOther = TOLL_FREE.test(digits) || PREMIUM.test(digits);
  const numberType: NumberType = isOther ? 'Other' : isMobile ? 'Mobile' : 'Fixed';
  return {
    countryId: rate.country,
    numberType,
    normalizedNumber: number,
    restricted: PREMIUM.test(digits),
    rate: { currencyId: rate.currency, amount: rate.amounts[isMobile ? 0 : 1] },
  };
}
