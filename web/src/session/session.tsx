// Who works here. The session itself is a cookie that no script can read; this holds what the service says about it.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

import { answered, api, whenSessionLost, type Schemas } from '../api/client';
import { ProblemError } from '../api/problem';
import { keep, kept } from '../preferences';

export type Self = Schemas['Self'];
export type Ended = 'expired' | 'signed_out' | 'password_changed';

type State =
  | { at: 'looking' }
  | { at: 'unreachable'; error: ProblemError }
  | { at: 'outside'; why: Ended | null }
  | { at: 'inside'; self: Self };

interface Session {
  state: State;
  lookAgain: () => void;
  signIn: (login: string, password: string) => Promise<void>;
  signOut: (everywhere?: boolean) => Promise<void>;
  changePassword: (oldPassword: string, newPassword: string) => Promise<void>;
}

// That somebody signed in on this machine and who: without it the service need not be asked, and other tabs hear of a change.
const kMarker = 'yishou.signed_in';

const Context = createContext<Session | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<State>(() =>
    kept(kMarker) === null ? { at: 'outside', why: null } : { at: 'looking' },
  );

  const leave = useCallback(
    (why: Ended | null) => {
      keep(kMarker, null);
      queries.clear(); // what one person saw is not for the next
      setState({ at: 'outside', why });
    },
    [queries],
  );

  const look = useCallback(async () => {
    try {
      const self = await answered(api.GET('/v1/session'));
      keep(kMarker, self.account_id);
      setState({ at: 'inside', self });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.status === 401) leave('expired');
      else setState({ at: 'unreachable', error });
    }
  }, [leave]);

  useEffect(() => {
    if (kept(kMarker) !== null) void look();
  }, [look]);

  useEffect(() => {
    whenSessionLost(() => leave('expired'));
    return () => whenSessionLost(null);
  }, [leave]);

  // Another tab of this browser signed in or out: the cookie is shared.
  useEffect(() => {
    const follow = (event: StorageEvent) => {
      if (event.key !== kMarker || event.newValue === event.oldValue) return;
      queries.clear();
      if (event.newValue === null) setState({ at: 'outside', why: 'signed_out' });
      else void look();
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, [look, queries]);

  const lookAgain = useCallback(() => {
    setState({ at: 'looking' });
    void look();
  }, [look]);

  const signIn = useCallback(
    async (login: string, password: string) => {
      await answered(api.POST('/v1/session', { body: { login, password } }));
      queries.clear();
      await look();
    },
    [look, queries],
  );

  const signOut = useCallback(
    async (everywhere = false) => {
      await answered(everywhere ? api.DELETE('/v1/session/all') : api.DELETE('/v1/session'));
      leave('signed_out');
    },
    [leave],
  );

  const changePassword = useCallback(
    async (oldPassword: string, newPassword: string) => {
      await answered(
        api.PUT('/v1/session/password', { body: { old_password: oldPassword, new_password: newPassword } }),
      );
      leave('password_changed');
    },
    [leave],
  );

  const value = useMemo(
    () => ({ state, lookAgain, signIn, signOut, changePassword }),
    [state, lookAgain, signIn, signOut, changePassword],
  );
  return <Context value={value}>{children}</Context>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (session === null) throw new Error('useSession stands inside SessionProvider');
  return session;
}

/** Who is signed in; only inside the gate. */
export function useSelf(): Self {
  const { state } = useSession();
  if (state.at !== 'inside') throw new Error('useSelf stands inside the gate');
  return state.self;
}

/** Whether the person may do something: `const may = useMay(); may('judge_findings')`. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSelf();
  return useCallback((permission) => permissions.includes(permission), [permissions]);
}

/** What the service's table of permissions knows (src/identity/permission.h). */
export type Permission =
  | 'read_findings'
  | 'read_persons'
  | 'read_institutions'
  | 'export_findings'
  | 'judge_findings'
  | 'ask_institutions'
  | 'answer_findings'
  | 'assign_findings'
  | 'note_findings'
  | 'read_rules'
  | 'read_drafts'
  | 'change_rules'
  | 'publish_rules'
  | 'run_audits'
  | 'read_traffic'
  | 'manage_institutions'
  | 'manage_accounts'
  | 'read_accounts'
  | 'read_log'
  | 'take_facts'
  | 'unmask_persons';
