import { deploymentKey } from '@/contract';
import { act, renderHook } from '@testing-library/react';
import * as fc from 'fast-check';
import { useEffect, useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { Application } from '@/contract';
import { makeApplication, makeDeployment } from '@/testing/factories';
import { controlOf, nothingSelected, type SelectionControl } from './selection';

function useSelection(list: Application[], found: Application[]): SelectionControl {
  const [selection, change] = useState(nothingSelected);
  const control = controlOf(selection, change, list, found);
  useEffect(() => control.forgetRemoved());
  return control;
}

const deployments = Array.from({ length: 8 }, (_, index) => makeDeployment({ deploymentId: String(index) }));
const saved = [makeApplication({ deployments })];
const keys = deployments.map(deploymentKey);

interface Model {
  chosen: Set<string>;
  shown: string[];
  anchor: string | null;
}
interface Real {
  control: () => SelectionControl;
  show: (shown: string[]) => void;
}

function check({ chosen, shown }: Model, { control }: Real) {
  const { held, hidden, shown: state } = control();
  const visible = shown.filter((key) => chosen.has(key)).length;
  expect(held.map(({ deployment }) => deploymentKey(deployment))).toEqual(
    keys.filter((key) => chosen.has(key)),
  );
  expect(hidden).toBe(chosen.size - visible);
  expect(state).toBe(visible === 0 ? 'none' : visible === shown.length ? 'all' : 'some');
}

const set = (chosen: Set<string>, changed: string[], on: boolean) =>
  changed.forEach((key) => (on ? chosen.add(key) : chosen.delete(key)));

class Toggle implements fc.Command<Model, Real> {
  readonly place: number;
  readonly on: boolean;
  readonly extend: boolean;
  constructor(place: number, on: boolean, extend: boolean) {
    this.place = place;
    this.on = on;
    this.extend = extend;
  }
  check = ({ shown }: Readonly<Model>) => shown.length > 0;
  run(model: Model, real: Real) {
    const key = model.shown[this.place % model.shown.length]!;
    const from = model.anchor === null ? -1 : model.shown.indexOf(model.anchor);
    const to = model.shown.indexOf(key);
    const range = model.shown.filter(
      (_, index) => index >= Math.min(from, to) && index <= Math.max(from, to),
    );
    set(model.chosen, this.extend && from >= 0 ? range : [key], this.on);
    model.anchor = key;
    const deployment = deployments[keys.indexOf(key)]!;
    act(() => real.control().toggle(deployment, this.on, this.extend));
    check(model, real);
  }
  toString = () => `toggle(${this.place}, ${this.on}${this.extend ? ', shift' : ''})`;
}
class All implements fc.Command<Model, Real> {
  readonly on: boolean;
  constructor(on: boolean) {
    this.on = on;
  }
  check = () => true;
  run(model: Model, real: Real) {
    set(model.chosen, model.shown, this.on);
    act(() => real.control().toggleAll(this.on));
    check(model, real);
  }
  toString = () => `all(${this.on})`;
}
class Filter implements fc.Command<Model, Real> {
  readonly shown: string[];
  constructor(shown: string[]) {
    this.shown = shown;
  }
  check = () => true;
  run(model: Model, real: Real) {
    model.shown = this.shown;
    real.show(this.shown);
    check(model, real);
  }
  toString = () => `filter(${this.shown.join(' ')})`;
}
class Clear implements fc.Command<Model, Real> {
  check = () => true;
  run(model: Model, real: Real) {
    model.chosen.clear();
    model.anchor = null;
    act(() => real.control().clear());
    check(model, real);
  }
  toString = () => 'clear';
}

describe('the selection', () => {
  it('holds what a set would hold, whatever is filtered and in whatever order', () => {
    const commands = [
      fc
        .tuple(fc.nat(7), fc.boolean(), fc.boolean())
        .map(([place, on, extend]) => new Toggle(place, on, extend)),
      fc.boolean().map((on) => new All(on)),
      fc.shuffledSubarray(keys).map((shown) => new Filter(shown)),
      fc.constant(new Clear()),
    ];
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 30 }), (run) => {
        const hook = renderHook(
          ({ shown }: { shown: string[] }) => {
            const found = [
              makeApplication({ deployments: shown.map((key) => deployments[keys.indexOf(key)]!) }),
            ];
            return useSelection(saved, found);
          },
          { initialProps: { shown: keys } },
        );
        const real: Real = {
          control: () => hook.result.current,
          show: (shown) => hook.rerender({ shown }),
        };
        fc.modelRun(() => ({ model: { chosen: new Set<string>(), shown: keys, anchor: null }, real }), run);
        hook.unmount();
      }),
      { numRuns: 60 },
    );
    expect.hasAssertions();
  });

  it('forgets what is no longer saved', () => {
    const { result, rerender } = renderHook(({ list }) => useSelection(list, list), {
      initialProps: { list: saved },
    });
    act(() => result.current.toggleAll(true));
    expect(result.current.held).toHaveLength(8);
    rerender({ list: [makeApplication({ deployments: deployments.slice(0, 3) })] });
    expect(result.current.held).toHaveLength(3);
    expect(result.current.hidden).toBe(0);
    rerender({ list: saved });
    expect(result.current.held).toHaveLength(3);
  });
});
