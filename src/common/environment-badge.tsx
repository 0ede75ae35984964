import type { ReactNode } from 'react';
import { Badge } from '../components/ui/badge';
import { environmentName, environmentTone } from './environments';

/** The environment in words and colour; `highlight` marks in it what was searched for. */
export function EnvironmentBadge({
  name,
  highlight = (text) => text,
}: {
  name: string;
  highlight?: (text: string) => ReactNode;
}) {
  return <Badge tone={environmentTone(name)}>{highlight(environmentName(name))}</Badge>;
}
