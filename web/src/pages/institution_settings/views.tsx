import './institution_settings.css';

import { NavLink } from 'react-router';

import { useWords } from '../../words';

/** The two lists of the page. */
export function Views() {
  const said = useWords().institutionSettings;
  return (
    <nav className="settings-views no-print" aria-label={said.views}>
      <NavLink to="/institution-settings" end>
        {said.settings}
      </NavLink>
      <NavLink to="/institution-settings/tokens">{said.tokens}</NavLink>
    </nav>
  );
}
