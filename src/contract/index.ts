export * from './applications';
export * from './cancellations';
export * from './paths';
export * from './problem';
export * from './session';
export { fuseId, uuid } from './text';
