import './styles/index.css';
import { render } from 'preact';
import { App } from './app/app';
import { resumeSession } from './app/session';

const place = document.getElementById('app');
if (place !== null) {
  place.replaceChildren();
  render(<App />, place);
  void resumeSession();
}
