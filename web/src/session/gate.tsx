// What stands before the workbench: signing in, and the change of a password that was given. The address stays, so that whoever
// signs in again is where he was.
import type { ReactNode } from 'react';

import { ErrorState } from '../parts/states';
import { Door } from './door';
import { PasswordForm } from './password_form';
import { useSession } from './session';
import { SignInForm } from './sign_in_form';

export function Gate({ children }: { children: ReactNode }) {
  const { state, lookAgain } = useSession();
  switch (state.at) {
    case 'looking':
      return null; // some milliseconds; a skeleton would flicker
    case 'unreachable':
      return (
        <Door>
          <ErrorState error={state.error} onRetry={lookAgain} />
        </Door>
      );
    case 'outside':
      return (
        <Door>
          <SignInForm why={state.why} />
        </Door>
      );
    case 'inside':
      if (!state.self.must_change) return children;
      return (
        <Door>
          <PasswordForm given />
        </Door>
      );
  }
}
