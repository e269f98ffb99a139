-- additive: keys of addresses in the spelling that Brevo has; the release before finds them by that.
-- A host has a spelling in Unicode and one in ASCII, and Brevo knows the latter alone: two keys were one contact, and each wrote over the other.
-- SQL knows no punycode: map-hosts.ts does it, in the transaction of this file.
select 1;
