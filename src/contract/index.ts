export * from './applications';
export * from './calls';
export * from './cancellations';
export * from './events';
export * from './history';
export * from './paths';
export * from './problem';
export * from './session';
export { fuseId, uuid } from './text';
