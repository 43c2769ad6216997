// A first look around: a card beside what it tells of, the rest of the screen dimmed. A real dialog: the keyboard stays inside, Esc ends it.
import './tour.css';

import { Button } from 'antd';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';

import { useWords } from '../words';
import { tourSteps } from './tour_steps';
import { usePages } from './use_pages';

const kCard = 360; // width in pixels, as in tour.css
const kTall = 260; // room that is left below
const kGap = 14;

interface Place {
  card: CSSProperties;
  spot: CSSProperties | null;
}

/** Right of what stands in the menu, below what stands at the top, in the middle when there is nothing to point at. */
function placeOf(target: string | undefined): Place {
  const box = target === undefined ? undefined : document.querySelector(target)?.getBoundingClientRect();
  const middle = { left: Math.max(kGap, (innerWidth - kCard) / 2), top: Math.max(kGap, innerHeight / 2 - kTall / 2) };
  // On narrow screens the menu is folded away.
  if (box === undefined || box.width === 0 || box.right <= 0) return { card: middle, spot: null };
  const isMenu = box.left < 40 && box.top > 40;
  const left = isMenu ? box.right + kGap : Math.min(box.left, innerWidth - kCard - kGap);
  const top = isMenu ? Math.min(box.top, innerHeight - kTall) : box.bottom + kGap;
  return {
    card: { left: Math.max(kGap, Math.min(left, innerWidth - kCard - kGap)), top: Math.max(kGap, top) },
    spot: { left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 },
  };
}

export function Tour({ onEnd }: { onEnd: () => void }) {
  const words = useWords();
  const said = words.tour;
  const navigate = useNavigate();
  const pages = usePages();
  const steps = useMemo(() => tourSteps(pages, words), [pages, words]);
  const dialog = useRef<HTMLDialogElement>(null);
  const forward = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState(0);
  const [place, setPlace] = useState<Place>(() => placeOf(steps[0]?.target));
  const step = steps[at];

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useLayoutEffect(() => {
    const look = () => setPlace(placeOf(step?.target));
    look();
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, [step?.target]);
  useEffect(() => {
    if (step?.path !== undefined) void navigate(step.path);
    // The page that was opened takes the focus: it comes back to the card.
    const soon = requestAnimationFrame(() => forward.current?.focus());
    return () => cancelAnimationFrame(soon);
  }, [step, navigate]);

  if (step === undefined) return null;
  const isLast = at === steps.length - 1;
  const move = (by: 1 | -1) => {
    if (by === 1 && isLast) onEnd();
    else setAt(Math.max(0, at + by));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    move(event.key === 'ArrowRight' ? 1 : -1);
  };
  return (
    <dialog
      ref={dialog}
      className="tour"
      aria-labelledby="tour-title"
      aria-describedby="tour-text"
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onEnd();
      }}
    >
      {place.spot === null ? <div className="tour-shade" /> : <div className="tour-spot" style={place.spot} />}
      <div className="tour-card" style={place.card}>
        <p className="tour-step">{said.step(at + 1, steps.length)}</p>
        <h2 id="tour-title">{step.title}</h2>
        <p id="tour-text" aria-live="polite">
          {step.text}
        </p>
        <div className="tour-foot">
          <span className="tour-keys">{said.keys}</span>
          {!isLast && (
            <Button size="small" type="text" onClick={onEnd}>
              {said.skip}
            </Button>
          )}
          {at > 0 && (
            <Button size="small" onClick={() => move(-1)}>
              {said.back}
            </Button>
          )}
          <Button ref={forward} size="small" type="primary" onClick={() => move(1)}>
            {isLast ? said.done : said.next}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
