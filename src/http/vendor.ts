export type Vendor = 'gorgias' | 'brevo';

/** As the vendors write themselves, for sentences. */
export const VENDOR_NAMES = { gorgias: 'Gorgias', brevo: 'Brevo' } as const satisfies Record<Vendor, string>;

/** The setting that replaces the vendor's address in sandboxes and tests. */
export const BASE_URL_SETTINGS = {
  gorgias: 'GORGIAS_BASE_URL',
  brevo: 'BREVO_BASE_URL',
} as const satisfies Record<Vendor, string>;
