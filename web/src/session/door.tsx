// The frame of the pages before the workbench.
import './door.css';

import { useEffect, type ReactNode } from 'react';

import { LanguageSwitch, LookSwitch } from '../shell/switches';
import { useWords } from '../words';

export function Door({ children }: { children: ReactNode }) {
  const words = useWords();
  useEffect(() => {
    document.title = `${words.session.signIn} · ${words.session.product}`;
  }, [words]);
  return (
    <div className="door">
      <aside className="door-brand" aria-hidden="true">
        <img src="/assets/mark.svg" alt="" width={40} height={40} />
        <p className="door-product">{words.session.product}</p>
        <p className="door-claim">{words.session.claim}</p>
      </aside>
      <div className="door-side">
        <header className="door-switches">
          <LookSwitch />
          <LanguageSwitch />
        </header>
        <main className="door-main">{children}</main>
      </div>
    </div>
  );
}
