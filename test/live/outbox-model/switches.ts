export const SWITCHED_ON: Readonly<Record<'holdsEndWithTheirHolder' | 'noFollowsThePerson', boolean>> = {
  holdsEndWithTheirHolder: false,
  noFollowsThePerson: false,
};
