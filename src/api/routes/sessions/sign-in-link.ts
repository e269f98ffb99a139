import { createSignInLink, signInPath } from '../../../../packages/sdk/contract/session';
import { implement } from '../../operation';

export const sessionOperations = {
  createSignInLink: implement(createSignInLink, async (_request, { signIn }) => {
    const { token, until } = await signIn.makeLink();
    return { path: signInPath(token), until };
  }),
};
