import type { ResolvedField } from '../../domain/contact/mapping-types';
import type { Timestamp } from '../../domain/timestamp';
import type { ContactMapping } from '../contacts/mapping';

/** What is to be audited. */
export interface AuditWish {
  readonly account: string;
  /** How many contacts, at random; null: all. */
  readonly sample: number | null;
  readonly nightly: boolean;
}

/** What an audit was begun with. Holds settings and ids, never a person. */
export interface AuditSetup extends ContactMapping {
  readonly auditId: string;
  /** When it began, by the database's clock. */
  readonly since: Timestamp;
  /** Lists of ours that Brevo has no more: that nobody is on them is one difference. */
  readonly goneLists: readonly number[];
  /** The same of attributes. */
  readonly goneAttributes: readonly string[];
  /** Fields whose attribute has a type that does not fit any more, as they would fit; what was sent for them is a guess. */
  readonly misfits: readonly ResolvedField[];
}

/** How far an audit is. */
export interface AuditStatus {
  /** To be looked at, as it began. */
  readonly contacts: number;
  readonly looked: number;
  /** Contacts that differ, and differences that we caused and that others did. */
  readonly differing: number;
  readonly ours: number;
  readonly others: number;
  readonly requests: number;
  readonly done: boolean;
}

export interface RepairWish {
  readonly account: string;
  /** The report that is carried out. */
  readonly report: string;
  /** Write also what somebody has changed in Brevo since. */
  readonly overwrite: boolean;
}

export interface RepairStatus {
  /** Differences that were written, that Brevo refused, and of which nothing was left to write; in all. */
  readonly repaired: number;
  readonly refused: number;
  readonly superseded: number;
  /** Still to be written. */
  readonly open: number;
  /** Nothing more can be done now. */
  readonly done: boolean;
}
