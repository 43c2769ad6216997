// What a page shows in place of its content: nothing there, still loading, refused, not for this role, not found, broken.
import './states.css';

import { Button, Skeleton } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';

import { ProblemError, saidIn } from '../api/problem';
import { usePreferences } from '../preferences';
import { useWords } from '../words';

interface StateProps {
  title: string;
  hint?: ReactNode;
  detail?: ReactNode;
  action?: ReactNode;
  grave?: boolean;
  /** Of a whole page, which is then named by it. */
  page?: boolean;
}

function State({ title, hint, detail, action, grave = false, page = false }: StateProps) {
  const words = useWords();
  useEffect(() => {
    if (page) document.title = `${title} · ${words.session.product}`;
  }, [page, title, words]);
  const Title = page ? 'h1' : 'p';
  return (
    <div className={grave ? 'state state-grave' : 'state'} role={grave ? 'alert' : undefined}>
      <Title className="state-title">{title}</Title>
      {hint !== undefined && <p className="state-hint foreign">{hint}</p>}
      {detail !== undefined && <p className="state-detail foreign">{detail}</p>}
      {action !== undefined && <div className="state-action">{action}</div>}
    </div>
  );
}

export function EmptyState(props: Pick<StateProps, 'title' | 'hint' | 'action'>) {
  return <State {...props} />;
}

/** A refusal or a failure, with its reason, its request's number and another try. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const words = useWords();
  const { language } = usePreferences();
  const retry = onRetry && <Button onClick={onRetry}>{words.common.retry}</Button>;
  const again = retry === undefined ? {} : { action: retry };
  if (!(error instanceof ProblemError)) return <State grave title={words.common.states.failed} hint={error.message} {...again} />;
  if (error.status === 0) {
    return <State grave title={words.common.states.unreachable} hint={words.common.states.unreachableHint} {...again} />;
  }
  if (error.status === 403) return <State title={words.common.states.noRight} hint={words.common.states.noRightHint} />;
  const parts = [error.requestId && words.common.states.request(error.requestId)];
  if (error.retryAfter !== null) parts.push(words.common.states.retryAfter(error.retryAfter));
  if (error.status === 404) {
    return <State title={words.common.states.notFound} hint={words.common.states.notFoundHint} detail={parts.filter(Boolean).join(' · ')} />;
  }
  return (
    <State
      grave
      title={error.title === '' ? words.common.states.failed : saidIn(language, error.title)}
      hint={saidIn(language, error.detail)}
      detail={parts.filter(Boolean).join(' · ')}
      {...again}
    />
  );
}

export function NoRightState() {
  const words = useWords();
  return <State page title={words.common.states.noRight} hint={words.common.states.noRightHint} action={<Link to="/">{words.common.states.home}</Link>} />;
}

export function NoPageState() {
  const words = useWords();
  return <State page title={words.common.states.noPage} hint={words.common.states.noPageHint} action={<Link to="/">{words.common.states.home}</Link>} />;
}

export function BrokenState({ error }: { error: Error }) {
  const words = useWords();
  return (
    <State
      page
      grave
      title={words.common.states.broken}
      hint={words.common.states.brokenHint}
      detail={error.message}
      action={<Button onClick={() => location.reload()}>{words.common.retry}</Button>}
    />
  );
}

/** In place of a page that is being loaded; as tall as its head, so that nothing jumps. */
export function PageSkeleton() {
  const words = useWords();
  return (
    <div className="page-skeleton" aria-busy="true">
      <span className="unseen" role="status">
        {words.common.loading}
      </span>
      <Skeleton active title={{ width: 180 }} paragraph={{ rows: 6 }} />
    </div>
  );
}

/** In place of a block whose height is known. */
export function BlockSkeleton({ height }: { height: number }) {
  const words = useWords();
  return (
    <div className="block-skeleton" style={{ height }} aria-busy="true">
      <span className="unseen" role="status">
        {words.common.loading}
      </span>
    </div>
  );
}
