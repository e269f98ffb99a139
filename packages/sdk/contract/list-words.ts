export { listWords } from '../../../src/domain/list-name';
