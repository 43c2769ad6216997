// The head of a page: its title, a line about it, its actions, and the way back; the document is named by the title.
import './page_frame.css';

import { ArrowLeftOutlined } from '@ant-design/icons';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';

import { useWords } from '../words';

interface Props {
  title: string;
  /** Beside the title: a state, a number. */
  marks?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  /** Where the page was opened from, when it is about one thing of a list. */
  back?: { to: string; label: string };
  /** The content fills the height that is left and scrolls inside itself: tables. */
  fills?: boolean;
  children: ReactNode;
}

export function PageFrame({ title, marks, lead, actions, back, fills = false, children }: Props) {
  const words = useWords();
  useEffect(() => {
    document.title = `${title} · ${words.session.product}`;
  }, [title, words]);
  return (
    <article className={fills ? 'page page-fills' : 'page'}>
      <header className="page-head">
        <div className="page-titles">
          {back !== undefined && (
            <Link className="page-back no-print" to={back.to}>
              <ArrowLeftOutlined aria-hidden /> {back.label}
            </Link>
          )}
          <div className="page-title">
            <h1 className="foreign">{title}</h1>
            {marks}
          </div>
          {lead !== undefined && <p className="page-lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="page-actions no-print">{actions}</div>}
      </header>
      <div className="page-body">{children}</div>
    </article>
  );
}

/** A block of a page with a heading of its own. */
export function Section({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <header className="section-head">
        <h2>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  );
}
