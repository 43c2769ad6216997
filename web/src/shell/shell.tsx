// The frame of every page: the pages a role may see, whose data one sees, and who one is.
import './shell.css';

import { MenuFoldOutlined, MenuOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';

import { useWords } from '../words';
import { PersonMenu } from './person_menu';
import { ScopeMark } from './scope_mark';
import { LanguageSwitch, LookSwitch } from './switches';
import { Tour } from './tour';
import { usePages } from './use_pages';
import { useTour } from './use_tour';

function Menu({ onPick }: { onPick: () => void }) {
  const words = useWords();
  const pages = usePages();
  const groups = Object.entries(words.shell.groups).map(([key, title]) => ({
    key,
    title,
    pages: pages.filter((page) => page.group === key && page.icon),
  }));
  if (groups.every((group) => group.pages.length === 0)) return <p className="menu-nothing">{words.shell.nothing}</p>;
  return groups
    .filter((group) => group.pages.length > 0)
    .map((group) => (
      <section key={group.key} className="menu-group" aria-label={group.title}>
        <p className="menu-title" aria-hidden="true">
          {group.title}
        </p>
        <ul>
          {group.pages.map(({ name, paths, icon: Icon, title }) => (
            <li key={name}>
              <NavLink to={paths[0]} end={paths[0] === '/'} className="menu-item" title={title(words)} onClick={onPick}>
                {Icon && <Icon />}
                <span>{title(words)}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      </section>
    ));
}

export function Shell({ children }: { children: ReactNode }) {
  const words = useWords();
  const [open, setOpen] = useState(false); // on narrow screens the menu lies over the page
  const { touring, begin, end } = useTour();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);

  // A new page begins at its top, and screen readers begin to read it there.
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  useEffect(() => {
    if (!open) return;
    const close = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [open]);

  return (
    <div className={open ? 'shell shell-open' : 'shell'}>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {words.shell.skip}
      </a>
      <nav className="shell-nav" aria-label={words.shell.menu}>
        <div className="shell-brand">
          <img src="/assets/mark.svg" alt="" width={24} height={24} />
          <span className="shell-product">{words.session.product}</span>
        </div>
        <div className="shell-menu">
          <Menu onPick={() => setOpen(false)} />
        </div>
      </nav>
      <header className="shell-top">
        <Button
          type="text"
          className="shell-toggle"
          icon={open ? <MenuFoldOutlined /> : <MenuOutlined />}
          aria-label={open ? words.shell.closeMenu : words.shell.openMenu}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
        <ScopeMark />
        <div className="shell-right">
          <LookSwitch />
          <LanguageSwitch />
          <PersonMenu onTour={begin} />
        </div>
      </header>
      <main className="shell-main" id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      {touring && <Tour onEnd={end} />}
    </div>
  );
}
