/** What was to be written is about a person who asked to be erased: nothing of it is kept. Names nobody. */
export class PersonErased extends Error {
  constructor() {
    super('This person asked to be erased: nothing is taken in of them');
    this.name = 'PersonErased';
  }
}
