/** What may be screened for, and what a form asks of each kind. The node knows more properties; a list may name them. */
export interface Kind {
  readonly schema: string;
  readonly born: boolean;
  readonly country: 'nationality' | 'flag' | 'country';
  readonly identifiers: readonly string[];
}

const OF_A_BODY = ['registrationNumber', 'leiCode', 'taxNumber', 'swiftBic', 'phone', 'email', 'cryptoAddress'] as const;

export const KINDS: readonly Kind[] = [
  { schema: 'Person', born: true, country: 'nationality', identifiers: ['passportNumber', 'idNumber', 'taxNumber', 'phone', 'email', 'cryptoAddress'] },
  { schema: 'Company', born: false, country: 'country', identifiers: OF_A_BODY },
  { schema: 'Organization', born: false, country: 'country', identifiers: OF_A_BODY },
  { schema: 'LegalEntity', born: false, country: 'country', identifiers: OF_A_BODY },
  { schema: 'Vessel', born: false, country: 'flag', identifiers: ['imoNumber', 'mmsi', 'callSign'] },
  { schema: 'Airplane', born: false, country: 'country', identifiers: ['registration'] },
  { schema: 'Vehicle', born: false, country: 'country', identifiers: ['registrationNumber', 'vin'] },
  { schema: 'Container', born: false, country: 'country', identifiers: ['containerNumber'] },
  { schema: 'BankAccount', born: false, country: 'country', identifiers: ['iban'] },
  { schema: 'SimCard', born: false, country: 'country', identifiers: ['msisdn', 'imsi', 'iccid'] },
  { schema: 'Device', born: false, country: 'country', identifiers: ['imei'] },
];

export const kindOf = (schema: string): Kind => {
  const found = KINDS.find((kind) => kind.schema === schema) ?? KINDS[0];
  if (!found) throw new Error('expected a kind to screen for');
  return found;
};
