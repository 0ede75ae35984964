import { createElement, type SVGProps } from 'react';
import { cx } from './cx';

interface IconData {
  node: [tag: string, attributes: Record<string, string>][];
}

/**
 * Stands in for lucide-react's own factory of icons, which carries a context, aliases and computed
 * attributes that this page does not use: each icon is an `<svg>` whose strokes are drawn as one path.
 */
export default function createLucideIcon({ node }: IconData) {
  const paths = node.filter(([tag]) => tag === 'path').map(([, { d }]) => d);
  const others = node
    .filter(([tag]) => tag !== 'path')
    .map(([tag, attributes]) => createElement(tag, attributes));
  // A path may begin with a relative place: it is taken from where the pen stands.
  const path = paths.length > 0 && createElement('path', { d: `M0 0${paths.join('M0 0')}` });
  return function LucideIcon({ className, ...props }: SVGProps<SVGSVGElement>) {
    return createElement(
      'svg',
      { viewBox: '0 0 24 24', className: cx('icon', className), ...props },
      path,
      ...others,
    );
  };
}
